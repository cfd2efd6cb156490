"""How much aid may one beneficiary receive for research and development? Art. 25."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Value
from clusterpolicy.model import Activity, Size
from clusterpolicy.model.aid import (
    NO_COLLABORATION,
    NO_CROSS_BORDER_PROJECT,
    Collaboration,
    CrossBorderProject,
    ResearchAid,
)
from clusterpolicy.model.costs import NOTHING
from clusterpolicy.rules.eu.doors.facts import facts_read
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.doors.neighbours import faults_of_neighbour
from clusterpolicy.rules.eu.doors.research_aid import INTENSITY


def intensity_ceiling(
    activity: Activity | str,
    size: Size | str | None,
    *,
    on: date,
    collaboration: Collaboration | bool | None = False,
    dissemination: bool | None = False,
    licences: bool | None = False,
    area_a: bool | None = False,
    area_c: bool | None = False,
    cross_border: CrossBorderProject | bool | None = False,
    repayable_advance: bool | None = False,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The highest share of the eligible cost of `activity` that aid to one beneficiary may cover.

    A bonus left out is not claimed; `None` says that it is not known whether it is earned. Work in several places, of
    which only some lie in an assisted area, is asked about place by place.

    Args:
        activity: The research activity.
        size: The size of the beneficiary; `None` where it is not known.
        on: The day of granting.
        collaboration: The collaboration to examine, or whether the authority found one that earns the bonus.
        dissemination: Whether results are widely disseminated.
        licences: Whether licences are offered on fair terms; earns a bonus from 2023-07-01.
        area_a: Whether the work is done in an assisted area under Art. 107(3)(a) TFEU; from 2023-07-01.
        area_c: Whether it is done in one under Art. 107(3)(c) TFEU; likewise.
        cross_border: The project of several States to examine, or whether it was found to earn the bonus; likewise.
        repayable_advance: Whether the aid is an advance, repaid with at least the discount rate after success, whose
            aid content no accepted method can find: Art. 7(5).
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name: another reading where the law leaves room.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit, and for aid under a neighbouring article that is not modelled.

    >>> answer = intensity_ceiling("experimental_development", "small", on=date(2017, 7, 29), dissemination=True)
    >>> answer.value
    Decimal('0.60')
    >>> intensity_ceiling("industrial_research", "medium", on=date(2024, 2, 1), area_c=None).possible
    '0.6 to 0.65'
    """
    neighbours = tuple(faults_of_neighbour(activity))
    facts = facts_read(
        ResearchAid,
        {
            **_claims(collaboration, dissemination, licences, area_a, area_c, cross_border, repayable_advance),
            "size": size,
            "activity": None if neighbours else activity,
        },
        day=on,
        switch=scheme_not_adapted,
        changes=changes,
        others=neighbours,
        arguments=ARGUMENTS,
    )
    return ask(INTENSITY, "ceiling", facts, on=day_of_law(on, scheme_not_adapted=scheme_not_adapted), changes=changes)


def highest_aid(
    size: Size | str | None,
    *,
    on: date,
    fundamental_research: Decimal | str | None = NOTHING,
    industrial_research: Decimal | str | None = NOTHING,
    experimental_development: Decimal | str | None = NOTHING,
    feasibility_study: Decimal | str | None = NOTHING,
    collaboration: Collaboration | bool | None = False,
    dissemination: bool | None = False,
    licences: bool | None = False,
    area_a: bool | None = False,
    area_c: bool | None = False,
    cross_border: CrossBorderProject | bool | None = False,
    repayable_advance: bool | None = False,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The most aid one beneficiary may receive for its eligible costs, in euro, rounded down to the cent once.

    The costs are those of the beneficiary, by activity. All other arguments, and what is raised: `intensity_ceiling`.

    >>> highest_aid(
    ...     "small", on=date(2017, 7, 29), industrial_research="200000", experimental_development="100000"
    ... ).value
    Decimal('185000.00')
    """
    facts = facts_read(
        ResearchAid,
        {
            **_claims(collaboration, dissemination, licences, area_a, area_c, cross_border, repayable_advance),
            "size": size,
            "fundamental_research": fundamental_research,
            "industrial_research": industrial_research,
            "experimental_development": experimental_development,
            "feasibility_study": feasibility_study,
        },
        day=on,
        switch=scheme_not_adapted,
        changes=changes,
        arguments=ARGUMENTS,
    )
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(INTENSITY, "highest_aid", facts, on=day, changes=changes)


def collaboration_earns_bonus(
    collaboration: Collaboration,
    *,
    on: date,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """Whether a collaboration earns the bonus of Art. 25(6)(b)(i), with all its conditions as reasons.

    The other arguments, and what is raised: `intensity_ceiling`.

    >>> alfa = {"name": "Alfa", "kind": "undertaking", "sme": True, "cost": "1"}
    >>> collaboration_earns_bonus(Collaboration(effective=True, parties=(alfa,)), on=date(2017, 7, 29)).value
    False
    """
    asked = {"collaboration": collaboration}
    facts = facts_read(ResearchAid, asked, day=on, switch=scheme_not_adapted, changes=changes)
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(INTENSITY, "collaboration", facts, on=day, changes=changes)


ARGUMENTS = {
    "collaboration_found": "collaboration",
    "cross_border_found": "cross_border",
    "widely_disseminated": "dissemination",
    "licences_offered": "licences",
    "in_area_a": "area_a",
    "in_area_c": "area_c",
}
"""The names by which the callers know the facts, where they are not those of the model."""


def _claims(
    collaboration: Collaboration | bool | None,
    dissemination: bool | None,
    licences: bool | None,
    area_a: bool | None,
    area_c: bool | None,
    cross_border: CrossBorderProject | bool | None,
    repayable_advance: bool | None,
) -> dict[str, object]:
    found = collaboration is None or isinstance(collaboration, bool)
    found_across = cross_border is None or isinstance(cross_border, bool)
    return {
        "collaboration_found": collaboration if found else False,
        "collaboration": NO_COLLABORATION if found else collaboration,
        "widely_disseminated": dissemination,
        "licences_offered": licences,
        "in_area_a": area_a,
        "in_area_c": area_c,
        "cross_border_found": cross_border if found_across else False,
        "cross_border": NO_CROSS_BORDER_PROJECT if found_across else cross_border,
        "repayable_advance": repayable_advance,
    }
