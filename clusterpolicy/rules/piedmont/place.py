"""Whether a place lies in Piedmont.

Places are given by their code in the common classification of territorial units (Regulation (EC) No 1059/2003). A code
may be as wide as a country. One that holds Piedmont and more says neither yes nor no.
"""

from clusterpolicy.language import Formula, Quantity, choose, facts_of, unsettled, when
from clusterpolicy.model import Participation, Site
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.sources import SOURCES

partner, site = facts_of(Participation), facts_of(Site)


def lies_in(place: Formula, territory: Formula) -> Formula:
    """Whether the code `place` lies in `territory`; not settled for a code that is wider than a region."""
    return choose(
        when(
            place.is_in(limits.areas_around_the_region),
            unsettled("in which region of this area the place lies", source=SOURCES.NUTS),
        ),
        otherwise=place.starts_with(territory),
    )


WORKS_IN_PIEDMONT = Quantity(
    name="works_in_piedmont",
    label="the partner works in Piedmont",
    formula=lies_in(partner.place_of_work, limits.region),
    source=SOURCES.NUTS,
)
"""The partner carries out its share of the work in Piedmont."""

WORKS_IN_VALLE_D_AOSTA = Quantity(
    name="works_in_valle_d_aosta",
    label="the partner works in Valle d'Aosta",
    formula=lies_in(partner.place_of_work, limits.valle_d_aosta),
    source=SOURCES.NUTS,
)
"""The partner carries out its share of the work in Valle d'Aosta, on that region's money."""

SITE_IS_IN_PIEDMONT = Quantity(
    name="site_is_in_piedmont",
    label="the site is in Piedmont",
    formula=lies_in(site.nuts, limits.region),
    source=SOURCES.NUTS,
)
"""The site of the enterprise stands in Piedmont."""
