"""What is left of an award when the project has ended: the grant on actual costs, reduced or revoked with its reasons.

Every limit that rests on costs is asked again, with what was really spent. The grant is never more than was granted.
What is not known leaves the outcome open; it never decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from clusterpolicy.calls.award import NOTHING, Award, Granted
from clusterpolicy.calls.award_report import award_report
from clusterpolicy.engines.decision import Decision, assess
from clusterpolicy.engines.record import BeneficiaryResult, Finding, Range
from clusterpolicy.engines.text.display import amount
from clusterpolicy.language.award_rules import figure_name
from clusterpolicy.language.parameter import Value
from clusterpolicy.model.award_report import ProjectReport

Fate = Literal["kept", "reduced", "revoked", "undetermined"]


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What is left of one beneficiary's grant.

    Attributes:
        to, kind: Who it is: its identifier, and `Participation` or `EndUser`.
        granted: What it was granted, in euro.
        on_actual_cost: The grant on what it really spent, as far as that is recognised; both ends equal where known.
        grant: What it keeps, were nothing revoked; never more than it was granted, unless the rules share it out.
        withdrew: Whether it withdrew from the project.
    """

    to: str
    kind: str
    granted: Decimal
    on_actual_cost: Range
    grant: Range
    withdrew: bool


@dataclass(frozen=True, slots=True)
class AwardOutcome:
    """What is left of an award.

    Attributes:
        award: The award.
        fate: Kept in full, reduced, revoked, or undetermined: not to be said yet.
        grant: What is left, in euro; 0.00 where revoked, `None` where not known yet.
        grant_range: What it may be, as far as is known.
        parts: What is left of each beneficiary's grant, were nothing revoked.
        revoking: The requirements that fail and bring the award down.
        reducing: The requirements that fail and lower the grant.
        open: The requirements that cannot be decided yet, and could bring the award down or lower it.
        decision: All findings, with all reasons, figures and assumptions.
    """

    award: Award
    fate: Fate
    grant: Decimal | None
    grant_range: Range
    parts: tuple[PartOutcome, ...]
    revoking: tuple[Finding, ...]
    reducing: tuple[Finding, ...]
    open: tuple[Finding, ...]
    decision: Decision

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the award is not what was granted, one sentence each; none where it is kept in full."""
        return tuple(_reasons(self))


def recalculate(award: Award, report: ProjectReport, *, changes: Mapping[str, Value] | None = None) -> AwardOutcome:
    """What is left of an award, by the final report on the project.

    Args:
        award: What was granted, under a contract.
        report: The final report.
        changes: Other values for some parameters of the rules about awards, by full name.

    Raises: InputError for a report that does not fit the award; RuleError for a change that fits no parameter.

    >>> from datetime import date
    >>> from pathlib import Path
    >>> from clusterpolicy.calls.award import Contract, grant_award
    >>> from clusterpolicy.model import Application
    >>> from clusterpolicy.model.award_report import PartnerReport
    >>> from clusterpolicy.rules import piedmont
    >>> from clusterpolicy.rules.piedmont.award import LINE_A_AWARD
    >>> text = Path("examples/line_a/eligible.json").read_text(encoding="utf-8")
    >>> application = Application.model_validate_json(text)
    >>> award = grant_award(application, piedmont.LINE_A, LINE_A_AWARD)
    >>> award = award.signed(Contract(signed_on=date(2017, 9, 1), works_due_by=date(2019, 9, 30)))
    >>> partners = [PartnerReport(id=each.id) for each in application.participations]
    >>> recalculate(award, ProjectReport(partners=partners)).fate  # nothing is known yet
    'undetermined'
    >>> recalculate(award, ProjectReport(partners=partners, trl_reached=6)).fate
    'revoked'
    """
    rules = award.rules
    decision = assess(award_report(award, report), rules, granted_on=award.granted_on, changes=changes)
    reduces = {each.code for each in rules.reducing}
    revoking = tuple(each for each in decision.failed if each.code not in reduces)
    parts = parts_of(award, report, decision)
    shared = rules.figures_on(award.granted_on, changes)[figure_name(rules.shared_among_partners)]
    left = _left(award, parts, shared is True)
    undecided = any(each.code not in reduces for each in decision.undetermined)
    fate, grant = _fate(award.amount, left, bool(revoking), undecided)
    return AwardOutcome(
        award=award,
        fate=fate,
        grant=grant,
        grant_range=_range_of(fate, grant, left, undecided),
        parts=parts,
        revoking=revoking,
        reducing=tuple(each for each in decision.failed if each.code in reduces),
        open=() if revoking else decision.undetermined,
        decision=decision,
    )


def parts_of(award: Award, report: ProjectReport, decision: Decision) -> tuple[PartOutcome, ...]:
    """What each beneficiary keeps of its grant, by a decision on a report."""
    results = {
        (kind, result.id): result
        for kind, collection in (("Participation", "participations"), ("EndUser", "end_users"))
        for result in decision.beneficiaries.get(collection, ())
    }
    return tuple(_part(each, results.get((each.kind, each.to)), report) for each in award.granted)


def _part(granted: Granted, result: BeneficiaryResult | None, report: ProjectReport) -> PartOutcome:
    if result is None:  # it withdrew: a report names all others
        nothing = Range(NOTHING, NOTHING)
        return PartOutcome(granted.to, granted.kind, granted.amount, nothing, nothing, withdrew=True)
    actual = result.grant_range
    return PartOutcome(
        granted.to, granted.kind, granted.amount, actual, _at_most(granted.amount, actual), withdrew=False
    )


def _at_most(most: Decimal, actual: Range) -> Range:
    """The lesser of an amount and of what another one may be. No grant is below zero."""
    lowest = NOTHING if actual.lowest is None else actual.lowest
    highest = most if actual.highest is None else actual.highest
    return Range(min(most, lowest), min(most, highest))


def _left(award: Award, parts: tuple[PartOutcome, ...], shared: bool) -> Range:
    """What is left of the whole award, were nothing revoked."""
    if not shared:
        return _sum(part.grant for part in parts)
    whole = [part.on_actual_cost for part in parts]
    no_end = any(each.highest is None for each in whole)
    total = _sum(Range(each.lowest or NOTHING, each.highest or NOTHING) for each in whole)
    return _at_most(award.amount, Range(total.lowest, None if no_end else total.highest))


def _sum(ranges: Iterator[Range]) -> Range:
    lowest = highest = NOTHING
    for each in ranges:
        assert each.lowest is not None  # both ends were set by what was granted
        assert each.highest is not None
        lowest, highest = lowest + each.lowest, highest + each.highest
    return Range(lowest, highest)


def _fate(granted: Decimal, left: Range, revoked: bool, undecided: bool) -> tuple[Fate, Decimal | None]:
    if revoked:
        return "revoked", NOTHING
    if undecided or left.lowest != left.highest or left.lowest is None:
        return "undetermined", None
    return ("kept" if left.lowest == granted else "reduced"), left.lowest


def _range_of(fate: Fate, grant: Decimal | None, left: Range, undecided: bool) -> Range:
    if grant is not None:
        return Range(grant, grant)
    return Range(NOTHING, left.highest) if undecided else left


def _reasons(outcome: AwardOutcome) -> Iterator[str]:
    for finding in outcome.revoking:
        yield f"revoked: {finding.asks} No."
    if outcome.revoking:
        return
    for finding in outcome.open:
        yield f"open: {finding.asks} Not known yet."
    for finding in outcome.reducing:
        yield f"reduced: {finding.asks} No."
    for part in outcome.parts:
        if part.withdrew:
            yield f"reduced: `{part.to}` withdrew from the project; {amount(part.granted)} were granted to it."
        elif part.grant.highest is not None and part.grant.highest < part.granted:
            yield (
                f"reduced: the actual cost of `{part.to}` carries {amount(part.grant.highest)}, and "
                f"{amount(part.granted)} were granted to it."
            )
