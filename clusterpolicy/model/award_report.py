"""Reports on a project that was granted aid: what was really done, spent and reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from clusterpolicy.model.application import Application
from clusterpolicy.model.base import MOST_ENTRIES, CheckedModel, Contradiction, DomainModel, Path, repeated
from clusterpolicy.model.costs import EligibleCosts
from clusterpolicy.model.enterprise import ClusterMembership, Site
from clusterpolicy.model.identifiers import Identifier
from clusterpolicy.model.research_order import ResearchOrder
from clusterpolicy.units import Day, TechnologyReadinessLevel, Truth, shown


class ActualCosts(DomainModel):
    """What one enterprise, or one end user, really spent on the project.

    >>> spent = ActualCosts(id="alfa", costs={"industrial_research": {"personnel": "90000"}})
    >>> spent.costs.industrial_research.personnel
    Decimal('90000.00')
    """

    id: Identifier = Field(
        title="identifier of who reports", description="That of the participation or the end user in the application."
    )
    costs: EligibleCosts | None = Field(
        default=None,
        title="actual costs",
        description="What was spent from the start of works to the last day of the report.",
    )


class PartnerReport(ActualCosts):
    """What one enterprise reports: its actual costs, and what has become of it.

    >>> PartnerReport(id="alfa", memberships=[]).memberships
    ()
    """

    memberships: Annotated[tuple[ClusterMembership, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="cluster memberships by now",
        description="All memberships of innovation clusters, those that have ended included.",
    )
    sites: Annotated[tuple[Site, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="sites by now", description="The registered office and all local units."
    )
    in_insolvency_proceedings: Truth | None = Field(
        default=None,
        title="insolvency proceedings by now",
        description="Whether collective insolvency proceedings are open, or their conditions are met.",
    )
    in_voluntary_liquidation: Truth | None = Field(
        default=None,
        title="voluntary liquidation by now",
        description="Whether the enterprise is being wound up voluntarily.",
    )


class ProjectReport(CheckedModel):
    """A report on the works, interim or final. What is `None` is not known yet.

    >>> report = ProjectReport(partners=[PartnerReport(id="alfa")], works_until="2018-06-30")
    >>> report.trl_reached is None, report.withdrawn
    (True, ())
    """

    handed_in_on: Day | None = Field(
        default=None, title="day of the report", description="Day on which the report was handed in."
    )
    works_started_on: Day | None = Field(
        default=None, title="actual start of works", description="Day on which works really started."
    )
    works_until: Day | None = Field(
        default=None,
        title="last day of the works",
        description="Last day of the works that the report covers; of a final report, the day on which they ended.",
    )
    trl_reached: TechnologyReadinessLevel | None = Field(
        default=None,
        title="technology readiness level reached",
        description="Level from 1 to 9 that was reached, as found by who examined the results.",
    )
    partners: Annotated[tuple[PartnerReport, ...], Field(max_length=MOST_ENTRIES)] = Field(
        title="reports of the enterprises", description="One for each enterprise that is still part of the project."
    )
    withdrawn: Annotated[tuple[Identifier, ...], Field(max_length=MOST_ENTRIES)] = Field(
        default=(),
        title="enterprises that withdrew",
        description="Participations that the authority has struck from the project at their wish.",
    )
    research_orders: Annotated[tuple[ResearchOrder, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="research orders carried out",
        description="Contracts with providers of research as they were carried out and paid. Empty: none.",
    )
    end_users: Annotated[tuple[ActualCosts, ...], Field(max_length=MOST_ENTRIES)] = Field(
        default=(), title="reports of the end users", description="One for each end user of the project."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """Two reports of one, a report of who withdrew, and days that cannot follow each other."""
        yield from self._entries()
        for earlier, later in (("works_started_on", "works_until"), ("works_until", "handed_in_on")):
            first, second = getattr(self, earlier), getattr(self, later)
            if first is not None and second is not None and second < first:
                said = f"{second} lies before {first}, which is `{earlier}`"
                yield Contradiction("dates-out-of-order", (later,), said, "correct one of the two days", second)

    def _entries(self) -> Iterator[Contradiction]:
        partners = self.partners or ()
        ids: list[tuple[Path, str]] = [(("partners", at, "id"), each.id) for at, each in enumerate(partners)]
        ids += [(("withdrawn", at), each) for at, each in enumerate(self.withdrawn or ())]
        users: list[tuple[Path, str]] = [
            (("end_users", at, "id"), each.id) for at, each in enumerate(self.end_users or ())
        ]
        for place, value, _ in (*repeated(ids), *repeated(users)):
            said = f"{shown(value)} is named twice"
            yield Contradiction("duplicate", place, said, "name each once, as reporting or as withdrawn", value)


class AwardReport(Application):
    """A granted project as it was really carried out: what rules about awards speak of.

    It is the application that was granted, with what was really done and spent in place of what was planned, so that
    every rule about applications can be asked of it again. `clusterpolicy.calls.award_report` makes one from a report.
    """

    handed_in_on: Day | None = Field(
        default=None, title="day of the report", description="Day on which the report was handed in."
    )
    works_until: Day | None = Field(
        default=None, title="last day of the works", description="Last day of the works that the report covers."
    )
    works_due_by: Day | None = Field(
        default=None,
        title="last day for the works",
        description="Day by which the works must end, as the contract has it, with every extension.",
    )
    trl_reached: TechnologyReadinessLevel | None = Field(
        default=None,
        title="technology readiness level reached",
        description="Level from 1 to 9 that was reached.",
    )
