"""Decisions: everything a rule set says of one application, with all reasons, as data that can be kept and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.generated import EXACT, kept
from clusterpolicy.engines.missing import missing_facts
from clusterpolicy.engines.plan import Cell
from clusterpolicy.engines.reasons import At, Reason, Values
from clusterpolicy.engines.record import Assumption, BeneficiaryResult, DecisionRecord, Finding, Range, Seal, Status
from clusterpolicy.engines.scalar import Compiled, Outcome, compiled
from clusterpolicy.engines.seal import fingerprint_of_input, fingerprint_of_rules
from clusterpolicy.engines.spell import reasons_function
from clusterpolicy.engines.text.report import report
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import bounds
from clusterpolicy.language.rule import Beneficiaries, Requirement, Stage
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.source import Confidence, Source
from clusterpolicy.language.written import written
from clusterpolicy.units import CENT
from clusterpolicy.version import __version__


class Decision(DecisionRecord):
    """Everything a rule set says of one application: see the attributes of `DecisionRecord`."""

    def report(self) -> str:
        """The decision as readable text, with every reason and its source."""
        return report(self)


def assess(
    application: BaseModel,
    rule_set: RuleSet,
    *,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
) -> Decision:
    """What `rule_set` says of `application`: the outcome with all reasons, and the grant to the cent.

    Args:
        application: An instance of the root model of the rule set.
        rule_set: The rules of a call.
        granted_on: The day of granting, whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name; the seal names them.

    Raises: NoLawThatDay where no law is known for that day; RuleError for a change that fits no parameter.
    """
    return kept(rule_set, _Assessor).assess(application, granted_on, changes)


class _Assessor:
    """Makes decisions by one rule set. What does not depend on the application is prepared once."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.scalar: Compiled = compiled(rule_set)
        self.explainer = Explainer(self.scalar.plan)
        self.rules = fingerprint_of_rules(self.scalar.plan)
        self._assumed: dict[date, tuple[Assumption, ...]] = {}
        self._examined = [_Examined.of(each, self.explainer) for each in rule_set.requirements]
        truths = [requirement.holds_if.node for requirement in rule_set.requirements]
        self._reasons = reasons_function(self.explainer, truths, rule_set.name)
        self._grant = self.explainer.getter(rule_set.grant.node)
        self._cost = self.explainer.getter(rule_set.cost.node)
        self._results = [_Results(each, self.explainer) for each in rule_set.beneficiaries]
        self._find = self.scalar.finder(self.explainer.looked_at, "explained")

    def assess(self, application: BaseModel, granted_on: date | None, changes: Mapping[str, Value] | None) -> Decision:
        self.scalar.check_input(application, granted_on)
        changes = self.rule_set.fitting(changes) if changes else None
        day = self.scalar.law_of(granted_on, changes)
        figures = self.scalar.figures(day, changes)
        values = self._find(application, figures)
        trace = Trace(self.scalar.plan, application, values, lambda: self.scalar.every_value(application, figures))
        by_status = _findings(self._examined, self._reasons(trace, values), trace)
        outcome = _outcome(by_status)
        grant = self._grant(values, ())
        return Decision.model_construct(
            application=getattr(application, "id", ""),
            call=self.rule_set.title,
            outcome=outcome,
            failed=tuple(by_status["failed"]),
            undetermined=tuple(by_status["undetermined"]),
            satisfied=tuple(by_status["satisfied"]),
            grant=_NOTHING if outcome == "not eligible" else _euro(grant) if outcome == "eligible" else None,
            grant_if_eligible=_range(grant),
            cost=_euro(self._cost(values, ())),
            beneficiaries={results.collection: results.of(trace) for results in self._results},
            assumptions=self._assumptions(day, changes),
            seal=self._seal(application, day, granted_on is not None, changes or {}),
        )

    def _assumptions(self, day: date, changes: Mapping[str, Value] | None) -> tuple[Assumption, ...]:
        found = self._assumed.get(day)
        if found is None:
            figures = self.rule_set.figures_on(day)
            found = self._assumed[day] = tuple(
                Assumption(
                    parameter=name,
                    label=parameter.label,
                    value=written(figures[name]),
                    unit=str(parameter.kind),
                    why=parameter.source.note,
                )
                for name, parameter in sorted(self.rule_set.deciding().items())
                if parameter.source.confidence is Confidence.ASSUMED
            )
        return tuple(each for each in found if each.parameter not in changes) if changes else found

    def _seal(self, application: BaseModel, day: date, given: bool, changes: Mapping[str, Value]) -> Seal:
        return Seal(
            rule_set=self.rule_set.name,
            version=self.rule_set.version,
            rules=self.rules,
            application=fingerprint_of_input(application),
            law_of=day,
            law_of_is="given" if given else "expected",
            changed={name: written(value) for name, value in changes.items()},
            library=__version__,
        )


class _Examined(NamedTuple):
    """One requirement, ready to be answered: what every finding says of it, and where its answer stands."""

    code: str
    asks: str
    stage: Stage
    sources: tuple[Source, ...]
    note: str
    cell: Cell
    slot: int

    @classmethod
    def of(cls, requirement: Requirement, explainer: Explainer) -> _Examined:
        """The requirement, once the plan is there."""
        cell = explainer.plan.cell_of(requirement.holds_if.node)
        said = (requirement.code, requirement.asks, requirement.stage, requirement.sources, requirement.note)
        return cls(*said, cell, explainer.slot(cell))


def _findings(examined: Sequence[_Examined], reasons: Sequence[Reason], trace: Trace) -> dict[Status, list[Finding]]:
    """The findings of one application, by their status, each list in the order of the requirements."""
    failed: list[Finding] = []
    undetermined: list[Finding] = []
    satisfied: list[Finding] = []
    values = trace.values
    for (code, asks, stage, sources, note, cell, slot), reason in zip(examined, reasons, strict=True):
        answer = values[slot]
        if answer:
            satisfied.append(Finding(code, asks, "satisfied", stage, sources, note, reason, ()))
        elif answer is None:
            missing = missing_facts(cell, trace)
            undetermined.append(Finding(code, asks, "undetermined", stage, sources, note, reason, missing))
        else:
            failed.append(Finding(code, asks, "failed", stage, sources, note, reason, ()))
    return {"failed": failed, "undetermined": undetermined, "satisfied": satisfied}


class _Results:
    """What the members of one collection receive, ready to be found."""

    def __init__(self, beneficiaries: Beneficiaries, explainer: Explainer) -> None:
        get = explainer.getter
        self._scope = explainer.plan.rules.structure.place_of(beneficiaries.of).scope
        self.collection = ".".join(self._scope.path)
        self._size = None if beneficiaries.size is None else get(beneficiaries.size.node)
        self._cost = get(beneficiaries.cost.node)
        self._grant = get(beneficiaries.grant.node)
        self._intensity = {str(activity): get(each.node) for activity, each in beneficiaries.intensity.items()}

    def of(self, trace: Trace) -> tuple[BeneficiaryResult, ...]:
        """The result of each member; none where the collection is not known."""
        members = trace.members(self._scope)
        return tuple([self._result(trace.values, member, (number,)) for number, member in enumerate(members or ())])

    def _result(self, values: Values, member: Any, at: At) -> BeneficiaryResult:
        size = None if self._size is None else self._size(values, at)
        grant = self._grant(values, at)
        known = _euro(grant)
        return BeneficiaryResult(
            id=member.id,
            name=_name(member),
            size=str(size) if isinstance(size, str) else None,
            cost=_euro(self._cost(values, at)),
            intensity={activity: _known(get(values, at)) for activity, get in self._intensity.items()},
            grant=known,
            grant_range=Range(known, known) if known is not None else _range(grant),
        )


_NOTHING = Decimal("0.00")


def _outcome(by_status: Mapping[Status, Sequence[Finding]]) -> Outcome:
    """Not eligible as soon as one requirement fails; eligible where every one is satisfied."""
    if by_status["failed"]:
        return "not eligible"
    return "undetermined" if by_status["undetermined"] else "eligible"


def _known(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _euro(value: Any) -> Decimal | None:
    """A known amount with its cents. Nothing is rounded: a rule has brought every amount to cents."""
    return EXACT.quantize(value, CENT) if isinstance(value, Decimal) else None


def _range(value: Any) -> Range:
    lowest, highest = bounds(value)
    return Range(_euro(lowest), _euro(highest))


def _name(member: Any) -> str:
    """The name of a beneficiary: its own, or that of the enterprise it stands for."""
    enterprise = getattr(member, "enterprise", None)
    return str(member.name if enterprise is None else enterprise.name)
