"""What a decision holds: findings, results of beneficiaries, assumptions, the seal. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from clusterpolicy.engines.reasons import Missing, Reason
from clusterpolicy.engines.scalar import Outcome
from clusterpolicy.language.rule import Stage
from clusterpolicy.language.source import Source

Status = Literal["satisfied", "failed", "undetermined"]


@dataclass(slots=True)  # not frozen: freezing takes five times as long as all else, for each finding of each decision
class Finding:
    """The answer to one requirement.

    Attributes:
        code: The code of the requirement.
        asks: The question it asks.
        status: Satisfied, failed, or undetermined: not to be decided yet.
        stage: The step of the procedure it belongs to.
        sources: Where the requirement comes from, and how sure that is.
        note: How it is read where its words leave room.
        reason: The statements that decided, or, where undetermined, those that are open.
        missing: Where undetermined, the unknown facts that could decide.
    """

    code: str
    asks: str
    status: Status
    stage: Stage
    sources: tuple[Source, ...]
    note: str
    reason: Reason
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """What an amount may be, both ends possible; `None` is no bound. Both are equal where it is known."""

    lowest: Decimal | None
    highest: Decimal | None


@dataclass(slots=True)  # not frozen, for the same reason
class BeneficiaryResult:
    """What one beneficiary would receive, were the application eligible.

    Attributes:
        id: Its id in the application.
        name: Its name.
        size: Its size; `None` where it is not known, or plays no part.
        cost: Its eligible cost in euro; `None` where not known.
        intensity: For each activity the share of its cost that is granted; `None` where not known.
        grant: Its grant in euro, before it is asked whether the application is eligible; `None` where not known.
        grant_range: What that grant may be.
    """

    id: str
    name: str
    size: str | None
    cost: Decimal | None
    intensity: dict[str, Decimal | None]
    grant: Decimal | None
    grant_range: Range


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure of the rules that no source states, and why it was chosen.

    Attributes:
        parameter: The full name of the parameter.
        label: What it is, in words.
        value: Its value as text; of a table, its rows.
        unit: The unit of the figure, or its kind.
        why: Why this value was chosen.
    """

    parameter: str
    label: str
    value: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What a decision was made with. The same seal means the same decision.

    Attributes:
        rule_set, version: The rules and their version.
        rules: Fingerprint of formulas, figures and sources.
        application: Fingerprint of the application.
        law_of: The day of granting, whose law is in force.
        law_of_is: Whether that day was `given`, or is the one `expected` by the call.
        changed: Parameters that were given another value for this decision, by full name.
        library: The version of this library.
    """

    rule_set: str
    version: str
    rules: str
    application: str
    law_of: date
    law_of_is: Literal["given", "expected"]
    changed: dict[str, str]
    library: str


class DecisionRecord(BaseModel):
    """Everything a rule set says of one application.

    Attributes:
        application: The id of the application.
        call: The name of the call, as its acts have it.
        outcome: Eligible; not eligible, as soon as one requirement fails; or undetermined.
        failed, undetermined, satisfied: The findings, each list in the order of the rules.
        grant: The grant in euro: 0.00 where not eligible, `None` where that is not known yet.
        grant_if_eligible: What the grant is, or may be, if the application is eligible.
        cost: The eligible cost of the whole application in euro; `None` where not known.
        beneficiaries: What each would receive, by the collection it stands in: `participations`, `end_users`. A
            collection that is not known is empty here.
        assumptions: The figures of these rules that no source states.
        seal: What the decision was made with.
    """

    # What validates and writes a decision is built when the first one is written: most programs never read one back.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    application: str
    call: str
    outcome: Outcome
    failed: tuple[Finding, ...]
    undetermined: tuple[Finding, ...]
    satisfied: tuple[Finding, ...]
    grant: Decimal | None
    grant_if_eligible: Range
    cost: Decimal | None
    beneficiaries: dict[str, tuple[BeneficiaryResult, ...]]
    assumptions: tuple[Assumption, ...]
    seal: Seal

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: failed ones first, then undetermined, then satisfied."""
        return self.failed + self.undetermined + self.satisfied

    @property
    def participations(self) -> tuple[BeneficiaryResult, ...]:
        """What each enterprise that takes part would receive."""
        return self.beneficiaries.get("participations", ())

    @property
    def end_users(self) -> tuple[BeneficiaryResult, ...]:
        """What each end user would receive."""
        return self.beneficiaries.get("end_users", ())

    def finding(self, code: str) -> Finding:
        """The finding with this code. Raises: KeyError where there is none."""
        for finding in self.findings:
            if finding.code == code:
                return finding
        raise KeyError(code)
