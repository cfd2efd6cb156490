"""How much aid may be paid beside research projects? Art. 27, 28 and 29."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Formula, Inquiry, Quantity, Source, Value, facts_of
from clusterpolicy.model import DomainModel
from clusterpolicy.model.innovation_aid import ClusterAid, ProcessInnovationAid, SmeInnovationAid
from clusterpolicy.rules.eu import innovation
from clusterpolicy.rules.eu.doors.facts import facts_read
from clusterpolicy.rules.eu.doors.law import day_of_law

cluster, sme, process = facts_of(ClusterAid), facts_of(SmeInnovationAid), facts_of(ProcessInnovationAid)


def _inquiry(name: str, title: str, root: type[DomainModel], formula: Formula, source: tuple[Source, ...]) -> Inquiry:
    answer = Quantity(name="highest_aid", label="most aid for the beneficiary", formula=formula, source=source)
    return Inquiry(
        name=f"eu/{name}",
        version="1.0.0",
        title=title,
        root=root,
        time_zone="Europe/Brussels",
        source=source[0],
        in_force_from=date(2014, 7, 1),
        answers={"highest_aid": answer},
    )


CLUSTER = _inquiry(
    "cluster-aid",
    "Aid for innovation clusters",
    ClusterAid,
    innovation.cluster_aid(
        is_owner=cluster.is_owner,
        is_operator=cluster.is_operator,
        investment=cluster.investment,
        operating=cluster.operating,
        operating_aid_since=cluster.operating_aid_since,
        granted_on=cluster.granted_on,
        area_a=cluster.in_area_a,
        area_c=cluster.in_area_c,
    ),
    innovation.CLUSTER_SOURCE,
)
"""The question of Art. 27."""

SME_INNOVATION = _inquiry(
    "sme-innovation",
    "Innovation aid for SMEs",
    SmeInnovationAid,
    innovation.sme_innovation_aid(
        size=sme.size,
        patents_and_staff=sme.patents_and_staff,
        advice=sme.advice,
        earlier_advice_aid=sme.earlier_advice_aid,
    ),
    innovation.SME_INNOVATION_SOURCE,
)
"""The question of Art. 28."""

PROCESS_INNOVATION = _inquiry(
    "process-innovation",
    "Aid for process and organisational innovation",
    ProcessInnovationAid,
    innovation.process_innovation_aid(
        size=process.size,
        cost=process.cost,
        effective=process.effective,
        cost_of_smes=process.cost_of_smes,
        whole_cost=process.whole_cost,
    ),
    innovation.PROCESS_INNOVATION_SOURCE,
)
"""The question of Art. 29."""


def highest_cluster_aid(
    aid: ClusterAid, *, scheme_not_adapted: bool = False, changes: Mapping[str, Value] | None = None
) -> Answer:
    """The most aid to the legal entity behind an innovation cluster, in euro, rounded down to the cent once.

    Nothing where another entity is entitled: until 2023-06-30 only the operator is, from then on the owner to
    investment aid and the operator to operating aid. Operating aid ends ten years after it began.

    Args:
        aid: Who asks, what it costs, and where the cluster lies.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> upgrade = ClusterAid(granted_on="2017-07-29", is_operator=True, investment="1000000", in_area_c=True)
    >>> highest_cluster_aid(upgrade).value
    Decimal('550000.00')
    """
    facts = facts_read(ClusterAid, aid, switch=scheme_not_adapted, changes=changes, arguments={"": "aid"})
    day = day_of_law(facts.granted_on, scheme_not_adapted=scheme_not_adapted)
    return ask(CLUSTER, "highest_aid", facts, on=day, changes=changes)


def highest_sme_innovation_aid(
    aid: SmeInnovationAid, *, scheme_not_adapted: bool = False, changes: Mapping[str, Value] | None = None
) -> Answer:
    """The most innovation aid for an SME, in euro, rounded down to the cent once. A large enterprise gets none.

    Advice and support may be paid in full, up to an amount of aid in three years; else half of their cost. The other
    arguments, and what is raised: `highest_cluster_aid`.

    >>> highest_sme_innovation_aid(SmeInnovationAid(granted_on="2017-07-29", size="small", advice="220000")).value
    Decimal('200000.00')
    """
    facts = facts_read(SmeInnovationAid, aid, switch=scheme_not_adapted, changes=changes, arguments={"": "aid"})
    day = day_of_law(facts.granted_on, scheme_not_adapted=scheme_not_adapted)
    return ask(SME_INNOVATION, "highest_aid", facts, on=day, changes=changes)


def highest_process_innovation_aid(
    aid: ProcessInnovationAid, *, scheme_not_adapted: bool = False, changes: Mapping[str, Value] | None = None
) -> Answer:
    """The most aid for process and organisational innovation, in euro, rounded down to the cent once.

    A large enterprise gets none unless it collaborates effectively with SMEs that bear at least 30 % of all eligible
    costs. The other arguments, and what is raised: `highest_cluster_aid`.

    >>> highest_process_innovation_aid(
    ...     ProcessInnovationAid(granted_on="2017-07-29", size="medium", cost="100000")
    ... ).value
    Decimal('50000.00')
    """
    facts = facts_read(ProcessInnovationAid, aid, switch=scheme_not_adapted, changes=changes, arguments={"": "aid"})
    day = day_of_law(facts.granted_on, scheme_not_adapted=scheme_not_adapted)
    return ask(PROCESS_INNOVATION, "highest_aid", facts, on=day, changes=changes)
