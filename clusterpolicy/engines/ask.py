"""Questions of law, asked on their own: an answer with its value, what decided it, and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.generated import Generated, kept
from clusterpolicy.engines.missing import missing_facts
from clusterpolicy.engines.plan import Plan
from clusterpolicy.engines.reasons import Missing, Reason, written
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n
from clusterpolicy.language.inquiry import Inquiry
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import is_known
from clusterpolicy.language.source import Source


@dataclass(frozen=True, slots=True)
class Step:
    """A quantity on the way to an answer: its name, what it is, its value as text, and where it comes from."""

    name: str
    label: str
    value: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FigureUsed:
    """A figure an answer may rest on: the full name of its parameter, what it is, its value as text, its source."""

    parameter: str
    label: str
    value: str
    source: Source


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of law.

    Attributes:
        question: The name of the question.
        value: The value; `None` where it is not settled by what is known.
        possible: The value as text, or what it may be.
        law_of: The day whose law is in force.
        reasons: The statements that decided, one reason for each condition met on the way; of a truth, a single one.
        steps: The quantities on the way, innermost first.
        figures: The figures the answer may rest on.
        missing: Where it is not settled, the unknown facts that could settle it.
    """

    question: str
    value: Any
    possible: str
    law_of: date
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    figures: tuple[FigureUsed, ...]
    missing: tuple[Missing, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of the steps and figures, each once."""
        found = [source for step in self.steps for source in step.sources]
        return tuple(dict.fromkeys((*found, *(figure.source for figure in self.figures))))

    def __str__(self) -> str:
        return self.possible


def ask(
    inquiry: Inquiry,
    question: str,
    facts: BaseModel,
    *,
    on: date,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The answer of `inquiry` to one of its questions, from the `facts`, by the law in force `on` a day.

    Raises: KeyError for a question it does not answer; NoLawThatDay where no law is known for that day; RuleError for a
    change that fits no parameter.
    """
    return kept(inquiry, _Asked).answer(question, facts, on, changes)


class _Asked(Generated):
    """An inquiry, ready to be asked."""

    def __init__(self, inquiry: Inquiry) -> None:
        super().__init__(inquiry)
        self._inquiry = inquiry
        self._explainer = Explainer(self.plan)
        self._conditions = {name: tuple(_conditions(each.node, self.plan)) for name, each in inquiry.answers.items()}
        for conditions in self._conditions.values():
            for node in conditions:
                self._explainer.getter(node)
                self._explainer.step(node)
        self._find = self.finder(self._explainer.looked_at, "explained")

    def answer(self, question: str, facts: BaseModel, day: date, changes: Mapping[str, Value] | None) -> Answer:
        figures = self.figures(day, changes)
        node = self._inquiry.answers[question].node
        cell = self.plan.cell_of(node)
        trace = Trace(self.plan, facts, self._find(facts, figures), lambda: self.every_value(facts, figures))
        value = trace.value(cell, ())
        return Answer(
            question=question,
            value=value if is_known(value) else None,
            possible=written(value, str(cell.kind)),
            law_of=day,
            reasons=tuple(self._reasons(question, trace)),
            steps=tuple(self._steps(node, trace)),
            figures=tuple(self._figures_used(node, day, changes)),
            missing=() if is_known(value) else missing_facts(cell, trace),
        )

    def _reasons(self, question: str, trace: Trace) -> Iterator[Reason]:
        for node in self._conditions[question]:
            yield self._explainer.reason(node, trace)

    def _steps(self, node: n.Node, trace: Trace) -> Iterator[Step]:
        for name in _names(node, self.plan):
            definition = self.plan.rules.definitions[name]
            cell = self.plan.cell_of(definition)
            if cell.scope.depth == 0:
                shown = written(trace.value(cell, ()), str(cell.kind))
                yield Step(name, definition.label, shown, definition.sources)

    def _figures_used(self, node: n.Node, day: date, changes: Mapping[str, Value] | None) -> Iterator[FigureUsed]:
        values = self._inquiry.figures_on(day, changes)
        for each in dict.fromkeys(_parameters(node, self.plan)):
            parameter, value = self._inquiry.figures[each], values[each]
            cells = value if isinstance(value, dict) else {"": value}
            shown = "; ".join(
                f"{row}: {written(cell, str(parameter.kind))}" if row else written(cell, str(parameter.kind))
                for row, cell in cells.items()
            )
            yield FigureUsed(each, parameter.label, shown, parameter.source)


def _below(node: n.Node, plan: Plan) -> tuple[n.Node, ...]:
    return (plan.rules.definitions[node.name].definition,) if isinstance(node, n.Named) else n.children(node)


def _conditions(node: n.Node, plan: Plan) -> Iterator[n.Node]:
    """The truths about the whole on which a value rests: the node itself, or the outermost conditions inside it."""
    cell = plan.cell_of(node)
    if cell.kind == TRUTH and cell.scope.depth == 0 and not isinstance(cell.node, n.Constant | n.Figure):
        yield node
        return
    for child in _below(node, plan):
        yield from _conditions(child, plan)


def _names(node: n.Node, plan: Plan) -> list[str]:
    """The quantities below a node, innermost first, each once."""
    found: dict[str, None] = {}
    for child in _below(node, plan):
        found.update(dict.fromkeys(_names(child, plan)))
    if isinstance(node, n.Named):
        found[node.name] = None
    return list(found)


def _parameters(node: n.Node, plan: Plan) -> Iterator[str]:
    if isinstance(node, n.Figure):
        yield node.parameter.name
    for child in _below(node, plan):
        yield from _parameters(child, plan)
