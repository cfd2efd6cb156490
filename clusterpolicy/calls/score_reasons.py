"""Why a score is what it is: marks, weights, floors, premiums, what is missing, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterpolicy.calls.scorecards import scorecard
from clusterpolicy.engines.ask import Answer, FigureUsed, ask
from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.reasons import Missing
from clusterpolicy.engines.record import Finding, Status
from clusterpolicy.language import Inquiry, Source, Stage
from clusterpolicy.language.parameter import Value
from clusterpolicy.model.evaluation import Evaluation, PanelMark
from clusterpolicy.scoring.criterion import Criterion, parameter_of
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.panel import Premium, Remedy
from clusterpolicy.scoring.scorecard import Scorecard
from clusterpolicy.scoring.span import Span

_STATUS: dict[bool | None, Status] = {True: "satisfied", False: "failed", None: "undetermined"}
_REMEDIES: dict[Remedy, str] = {
    "further evaluator": "The criterion is open until a further evaluator has marked it.",
    "median": "The median of the marks counts.",
    "note": "The marks count as they are.",
}


@dataclass(frozen=True, slots=True)
class CriterionReasons:
    """What the panel gave for one criterion, and what it comes to.

    Attributes:
        code, title: Its code and what it is.
        depth: 0 for a criterion of the grid, 1 for a part of one, and so on.
        points: The points found.
        most: The points of full marks.
        floor: The fewest points with which an application passes; `None` where there is no floor.
        weight: How often a mark counts; `None` where the points are those of its parts.
        marks: The marks that count, in the order of evaluators' names.
        missing: Where the points are not known, what could settle them.
        sources: Where the criterion comes from.
    """

    code: str
    title: str
    depth: int
    points: Span
    most: Decimal
    floor: Decimal | None
    weight: Decimal | None
    marks: tuple[PanelMark, ...]
    missing: tuple[Missing, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ScoreReasons:
    """Why the score of one application is what it is.

    Attributes:
        scorecard: The score itself.
        criteria: What was given for each criterion, in reading order.
        findings: What was found of every floor and the threshold, the one examined first before all others.
        panel: What is to be said of the panel: criteria that too few have marked, or whose marks lie too far apart.
        premiums: Whether what earns each premium is true of the application, in the order of the grid.
        figures: The figures the score may rest on.
        missing: Where the total is not known, what could settle it.
    """

    scorecard: Scorecard
    criteria: tuple[CriterionReasons, ...]
    findings: tuple[Finding, ...]
    panel: tuple[Finding, ...]
    premiums: tuple[Finding, ...]
    figures: tuple[FigureUsed, ...]
    missing: tuple[Missing, ...]

    @property
    def excluded(self) -> tuple[str, ...]:
        """The evaluators who marked in spite of a conflict of interest. Their marks do not count."""
        return self.scorecard.excluded

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of criteria, findings and figures, each once."""
        found = [source for each in self.criteria for source in each.sources]
        found += [source for each in (*self.findings, *self.panel, *self.premiums) for source in each.sources]
        return tuple(dict.fromkeys((*found, *(figure.source for figure in self.figures))))

    def criterion(self, code: str) -> CriterionReasons:
        """What was given for the criterion with this code. Raises: KeyError where there is none."""
        for each in self.criteria:
            if each.code == code:
                return each
        raise KeyError(code)


def explain_score(
    merit: Merit, evaluation: Evaluation, *, on: date, changes: Mapping[str, Value] | None = None
) -> ScoreReasons:
    """The score of one application with all reasons; the arguments are those of `scorecard`.

    Raises: NoLawThatDay where a figure is not known for that day; RuleError for a change that fits no parameter.
    """
    card = scorecard(merit, evaluation, on=on, changes=changes)
    return _Explained(card, changes).reasons()


class _Explained:
    """Explains one score. Every truth and number is asked of the same formulas that found it."""

    def __init__(self, card: Scorecard, changes: Mapping[str, Value] | None) -> None:
        self.card = card
        self.grid = card.merit.grid
        self._changes = changes
        self._questions = kept(card.merit, _questions_of)
        self._figures = card.merit.figures_on(card.day, changes)

    def reasons(self) -> ScoreReasons:
        total = self._ask("total")
        return ScoreReasons(
            scorecard=self.card,
            criteria=tuple(self._criteria()),
            findings=tuple(self._findings()),
            panel=tuple(self._panel()),
            premiums=tuple(self._premium(each) for each in self.grid.premiums),
            figures=total.figures,
            missing=total.missing,
        )

    def _ask(self, question: str) -> Answer:
        return ask(self._questions, question, self.card.evaluation, on=self.card.day, changes=self._changes)

    def _criteria(self) -> Iterator[CriterionReasons]:
        stack = [(criterion, 0) for criterion in reversed(self.grid.criteria)]
        points = self.card.points
        while stack:
            criterion, depth = stack.pop()
            stack += [(part, depth + 1) for part in reversed(criterion.parts)]
            yield CriterionReasons(
                code=criterion.code,
                title=criterion.title,
                depth=depth,
                points=points[criterion.code],
                most=self._most(criterion),
                floor=None if criterion.floor is None else self._figure(parameter_of(criterion.floor).name),
                weight=None if criterion.weight is None else self._figure(parameter_of(criterion.weight).name),
                marks=self._marks(criterion),
                missing=self._ask(f"points {criterion.code}").missing,
                sources=criterion.sources,
            )

    def _marks(self, criterion: Criterion) -> tuple[PanelMark, ...]:
        marks = self.card.evaluation.marks
        return tuple(each for each in marks if each.criterion == criterion.code and not each.in_conflict)

    def _most(self, criterion: Criterion) -> Decimal:
        if criterion.scale is None or criterion.weight is None:
            return sum((self._most(part) for part in criterion.parts), Decimal(0))
        highest = self._figure(parameter_of(criterion.scale.highest).name)
        return highest * self._figure(parameter_of(criterion.weight).name)

    def _figure(self, name: str) -> Decimal:
        return Decimal(str(self._figures[name]))

    # --- what was found ---------------------------------------------------------------------------------------------

    def _findings(self) -> Iterator[Finding]:
        for requirement in self.card.merit.required():
            yield self._finding(requirement.code, requirement.asks, requirement.code, requirement.sources)

    def _panel(self) -> Iterator[Finding]:
        panel = self.grid.panel
        for criterion in self.grid.marked:
            asks = f"Did enough evaluators mark {criterion.title}?"
            code = f"{criterion.code}-evaluators"
            enough = self._finding(code, asks, f"enough {criterion.code}", (panel.source,))
            if enough.status != "satisfied":
                yield enough
            elif panel.disagreement is not None:
                asks = f"Do the marks for {criterion.title} lie close enough to each other?"
                code, sources = f"{criterion.code}-agreement", (panel.disagreement.source,)
                note = _REMEDIES[panel.disagreement.remedy]
                agree = self._finding(code, asks, f"agree {criterion.code}", sources, note)
                if agree.status != "satisfied":
                    yield agree

    def _premium(self, premium: Premium) -> Finding:
        source = premium.source
        sources = (source,) if isinstance(source, Source) else tuple(source)
        asks = f"Is there {premium.title}?"
        return self._finding(premium.code, asks, f"earned {premium.code}", sources)

    def _finding(self, code: str, asks: str, question: str, sources: tuple[Source, ...], note: str = "") -> Finding:
        answer = self._ask(question)
        status, (reason,) = _STATUS[answer.value], answer.reasons
        return Finding(code, asks, status, Stage.MERIT, sources, note, reason, answer.missing)


def _questions_of(merit: Merit) -> Inquiry:
    """The formulas of a grid as questions that can be asked one by one."""
    measures = merit.measures
    return Inquiry(
        name=merit.name,
        version=merit.version,
        title=merit.title,
        root=merit.root,
        time_zone=merit.time_zone,
        source=merit.source,
        in_force_from=merit.in_force_from,
        in_force_to=merit.in_force_to,
        instead=merit.instead,
        answers={
            **{requirement.code: requirement.holds_if for requirement in measures.requirements},
            **{f"points {code}": formula for code, formula in measures.points.items()},
            **{f"enough {code}": formula for code, formula in measures.enough.items()},
            **{f"agree {code}": formula for code, formula in measures.agree.items()},
            **{f"earned {each.code}": each.earned_if for each in merit.grid.premiums},
            "total": measures.total,
        },
    )
