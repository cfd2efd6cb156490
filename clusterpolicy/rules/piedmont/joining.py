"""What admission hangs on in Line B: that the newcomers really join a cluster, within a term.

Admission to funding is subordinate to the association having actually taken place. While the term runs, an enterprise
that has not joined may still do so, and nothing is decided. When it has run out, an application with an enterprise that
has not joined is struck, and the next in the ranking enters.

Hard to read: which day the term ends on, and whether one enterprise that joins is enough. The term is assumed; every
enterprise must join, as every one has committed itself to. Joining before the notice is early, and counts, unless the
enterprise had left again before the notice. Leaving later is another question, of what is owed during the project.
"""

from datetime import date

from clusterpolicy.language import (
    Inquiry,
    Parameters,
    Quantity,
    Requirement,
    all_of,
    any_of,
    days_after,
    every,
    facts_of,
    not_,
    some,
    unsettled,
)
from clusterpolicy.model import ClusterMembership
from clusterpolicy.model.admission import AdmittedApplication
from clusterpolicy.rules.piedmont.limits import limits as shared_limits
from clusterpolicy.rules.piedmont.sources import SOURCES

admitted, membership = facts_of(AdmittedApplication), facts_of(ClusterMembership)
limits = Parameters.beside(__file__, "joining.toml")

TERM_SOURCE = SOURCES.P03.assumed("The sources name the condition, and no term.")

LAST_DAY_TO_JOIN = Quantity(
    name="last_day_to_join",
    label="last day to join a cluster",
    formula=days_after(admitted.notified_on, limits.term),
    source=TERM_SOURCE,
)
"""The last day on which an enterprise may join, itself included."""

HAS_JOINED = Quantity(
    name="has_joined",
    label="the enterprise has joined a cluster in time",
    formula=some(
        all_of(
            membership.cluster.is_in(shared_limits.clusters),
            membership.joined_on <= LAST_DAY_TO_JOIN,
            membership.joined_on <= admitted.on,
            any_of(
                membership.joined_on >= admitted.notified_on,  # whatever has become of it since
                not_(membership.has_left),
                membership.left_on >= admitted.notified_on,
            ),
        )
    ),
    source=(SOURCES.P03, TERM_SOURCE),
)
"""By the day of the question the enterprise has joined one of the clusters, no later than on the last day."""

MAY_STILL_JOIN = all_of(
    admitted.on <= LAST_DAY_TO_JOIN,
    unsettled("whether the enterprise joins before the term ends", source=SOURCES.P03),
)

JOINED_IN_TIME = Requirement(
    code="joined-in-time",
    asks="Has every enterprise joined a cluster within the term?",
    holds_if=every(any_of(HAS_JOINED, MAY_STILL_JOIN)),
    source=(
        SOURCES.P03,
        TERM_SOURCE,
        SOURCES.P05.assumed("Every enterprise of the project must join, as every one must have been outside."),
    ),
    note="While the term runs this is open for an enterprise that has not joined. One that has not joined by its end "
    "brings the application down, and the next in the ranking enters.",
)

JOINING = Inquiry(
    name="piedmont/joining",
    version="1.0.0",
    title="Whether the newcomers of Line B have joined a cluster",
    root=AdmittedApplication,
    parameters=(limits,),
    time_zone="Europe/Rome",
    source=SOURCES.P03,
    in_force_from=date(2016, 12, 28),
    answers={
        "joined_in_time": Quantity(
            name="joined_in_time",
            label="every enterprise has joined a cluster within the term",
            formula=JOINED_IN_TIME.holds_if,
            source=JOINED_IN_TIME.sources,
        ),
        "last_day_to_join": LAST_DAY_TO_JOIN,
    },
)
"""The questions about an admitted application of Line B: `joined_in_time` and `last_day_to_join`."""
