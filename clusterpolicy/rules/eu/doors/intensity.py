"""How much aid may one beneficiary receive for research and development? Art. 25."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Inquiry, Quantity, Value, any_of, facts_of, total
from clusterpolicy.model import Activity, Size
from clusterpolicy.model.aid import (
    NO_COLLABORATION,
    NO_CROSS_BORDER_PROJECT,
    Collaboration,
    CrossBorderProject,
    LinkedEnterprise,
    Party,
    PartyKind,
    ResearchAid,
)
from clusterpolicy.model.costs import NOTHING
from clusterpolicy.rules.eu import bonuses, intensity
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

aid, project, party, linked = (
    facts_of(ResearchAid),
    facts_of(Collaboration),
    facts_of(Party),
    facts_of(LinkedEnterprise),
)

IS_UNDERTAKING = party.kind == PartyKind.UNDERTAKING

PARTY_COST = Quantity(
    name="party_cost",
    label="cost of the party, with all enterprises linked to it",
    formula=party.cost + total(linked.cost),
    source=SOURCES.GBER_COLLABORATION,
)

WHOLE_COST = Quantity(
    name="whole_cost",
    label="cost of the whole project",
    formula=total(PARTY_COST, where=any_of(bonuses.limits.research_organisations_count, IS_UNDERTAKING)),
    source=SOURCES.GBER_BONUS,
)

UNDERTAKINGS_COLLABORATE = Quantity(
    name="undertakings_collaborate",
    label="undertakings collaborate as the bonus asks",
    formula=bonuses.collaboration_of_undertakings(
        effective=project.effective,
        is_undertaking=IS_UNDERTAKING,
        is_sme=party.sme,
        cost=PARTY_COST,
        whole=WHOLE_COST,
        in_several_states=bonuses.several_states(project.states),
    ),
    source=bonuses.SOURCE,
)

RESEARCH_COLLABORATES = Quantity(
    name="research_collaborates",
    label="research organisations collaborate as the bonus asks",
    formula=bonuses.collaboration_with_research(
        effective=project.effective,
        is_undertaking=IS_UNDERTAKING,
        is_research_organisation=party.kind == PartyKind.RESEARCH_ORGANISATION,
        may_publish=party.may_publish,
        cost=PARTY_COST,
        whole=WHOLE_COST,
    ),
    source=bonuses.SOURCE,
)

COLLABORATION = Quantity(
    name="collaboration",
    label="a collaboration earns the bonus",
    formula=any_of(aid.collaboration_found, UNDERTAKINGS_COLLABORATE, RESEARCH_COLLABORATES),
    source=bonuses.SOURCE,
)

CROSS_BORDER = Quantity(
    name="cross_border",
    label="the project of several States earns the bonus",
    formula=any_of(
        aid.cross_border_found,
        bonuses.cross_border(
            selected=aid.cross_border.selected_in_open_call,
            designing_states=aid.cross_border.designing_states,
            collaborating_states=aid.cross_border.collaborating_states,
            dissemination_states=aid.cross_border.dissemination_states,
            licences=aid.licences_offered,
            size=aid.size,
        ),
    ),
    source=SOURCES.GBER_BONUS.at("Art. 25(6)(d)"),
)

BONUS = Quantity(
    name="bonus",
    label="bonus beside that for size",
    formula=bonuses.bonus(
        collaboration=COLLABORATION,
        dissemination=aid.widely_disseminated,
        licences=aid.licences_offered,
        area_a=aid.in_area_a,
        area_c=aid.in_area_c,
        cross_border=CROSS_BORDER,
    ),
    source=bonuses.SOURCE,
)

INTENSITY = Inquiry(
    name="eu/intensity",
    version="1.0.0",
    title="Aid for research and development projects",
    root=ResearchAid,
    parameters=(intensity.limits, bonuses.limits),
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_INTENSITY,
    in_force_from=date(2014, 7, 1),
    answers={
        "collaboration": COLLABORATION,
        "ceiling": Quantity(
            name="ceiling",
            label="highest aid intensity",
            formula=intensity.ceiling(aid.activity, aid.size, BONUS),
            source=intensity.SOURCE,
        ),
        "highest_aid": Quantity(
            name="highest_aid",
            label="most aid for the beneficiary",
            formula=intensity.highest_aid(
                fundamental_research=aid.fundamental_research,
                industrial_research=aid.industrial_research,
                experimental_development=aid.experimental_development,
                feasibility_study=aid.feasibility_study,
                size=aid.size,
                bonus=BONUS,
            ),
            source=(*intensity.SOURCE, intensity.ROUNDING),
        ),
    },
)
"""The questions of Art. 25."""


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
        area_a, area_c: Whether the work is done in an assisted area under Art. 107(3)(a), (c) TFEU; from 2023-07-01.
        cross_border: The project of several States to examine, or whether it was found to earn the bonus; likewise.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name: another reading where the law leaves room.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; pydantic's
    ValidationError for facts that do not fit.

    >>> answer = intensity_ceiling("experimental_development", "small", on=date(2017, 7, 29), dissemination=True)
    >>> answer.value
    Decimal('0.60')
    >>> intensity_ceiling("industrial_research", "medium", on=date(2024, 2, 1), area_c=None).possible
    '0.6 to 0.65'
    """
    facts = _facts(size, collaboration, dissemination, licences, area_a, area_c, cross_border, activity=activity)
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
    facts = _facts(
        size,
        collaboration,
        dissemination,
        licences,
        area_a,
        area_c,
        cross_border,
        fundamental_research=fundamental_research,
        industrial_research=industrial_research,
        experimental_development=experimental_development,
        feasibility_study=feasibility_study,
    )
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(INTENSITY, "highest_aid", facts, on=day, changes=changes)


def collaboration_earns_bonus(
    collaboration: Collaboration, *, on: date, changes: Mapping[str, Value] | None = None
) -> Answer:
    """Whether a collaboration earns the bonus of Art. 25(6)(b)(i), with all its conditions as reasons.

    >>> alone = Collaboration(effective=True, parties=(Party(name="Alfa", kind="undertaking", sme=True, cost="1"),))
    >>> collaboration_earns_bonus(alone, on=date(2017, 7, 29)).value
    False
    """
    return ask(INTENSITY, "collaboration", ResearchAid(collaboration=collaboration), on=on, changes=changes)


def _facts(
    size: Size | str | None,
    collaboration: Collaboration | bool | None,
    dissemination: bool | None,
    licences: bool | None,
    area_a: bool | None,
    area_c: bool | None,
    cross_border: CrossBorderProject | bool | None,
    **more: Any,
) -> ResearchAid:
    examined = isinstance(collaboration, Collaboration)
    examined_border = isinstance(cross_border, CrossBorderProject)
    return ResearchAid.model_validate(
        {
            **more,
            "size": size,
            "collaboration_found": False if examined else collaboration,
            "collaboration": collaboration if examined else NO_COLLABORATION,
            "widely_disseminated": dissemination,
            "licences_offered": licences,
            "in_area_a": area_a,
            "in_area_c": area_c,
            "cross_border_found": False if examined_border else cross_border,
            "cross_border": cross_border if examined_border else NO_CROSS_BORDER_PROJECT,
        }
    )
