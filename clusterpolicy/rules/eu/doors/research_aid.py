"""The questions about aid for research projects, as formulas over one beneficiary. Art. 25."""

from __future__ import annotations

from datetime import date

from clusterpolicy.language import Inquiry, Quantity, any_of, facts_of, total
from clusterpolicy.model.aid import Collaboration, LinkedEnterprise, Party, PartyKind, ResearchAid
from clusterpolicy.rules.eu import bonuses, intensity
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
            formula=intensity.of_repayable_advance(
                intensity.ceiling(aid.activity, aid.size, BONUS), repayable_advance=aid.repayable_advance
            ),
            source=(*intensity.SOURCE, SOURCES.GBER_ADVANCE),
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
                repayable_advance=aid.repayable_advance,
            ),
            source=(*intensity.SOURCE, SOURCES.GBER_ADVANCE, intensity.ROUNDING),
        ),
    },
)
"""The questions of Art. 25."""
