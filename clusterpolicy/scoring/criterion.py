"""Criteria: what merit is measured by, on which scale, and with which words for each mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import Formula, Parameter, Source
from clusterpolicy.language import nodes as n
from clusterpolicy.units import without_trailing_zeros

_WIDE = Context(prec=100)
"""Wide enough for every mark, and not the caller's context, which may be set to anything."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scale:
    """The marks an evaluator may give: from `lowest` to `highest`, `step` by step. All three are parameters in points.

    The scale of a grid is part of the marks: it cannot be changed once they are given.
    """

    lowest: Formula
    highest: Formula
    step: Formula

    def ends(self, on: date | None = None) -> tuple[Decimal, Decimal]:
        """The lowest and the highest mark `on` a day; `None` takes the last that are known."""
        return figure_on(self.lowest, on), figure_on(self.highest, on)

    def marks(self, on: date | None = None) -> tuple[Decimal, ...]:
        """Every mark of the scale, lowest first, `on` a day; `None` takes the last that are known."""
        (lowest, highest), step = self.ends(on), figure_on(self.step, on)
        with localcontext(_WIDE):
            count = int((highest - lowest) // step) + 1
            return tuple(without_trailing_zeros(lowest + number * step) for number in range(count))


@dataclass(frozen=True, slots=True)
class Anchor:
    """When to give a mark: `words` are about `mark`, and about those above it up to the next anchor."""

    mark: Decimal
    words: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Criterion:
    """One thing merit is measured by. It is marked on a scale, or found from the criteria that are its `parts`.

    Attributes:
        code: Its code in marks and results, in lower case with hyphens; unique in a grid.
        title: What it is, in words that fit into a sentence.
        asks: What an evaluator is asked.
        source: Where it comes from; one source or several.
        scale: The marks that may be given; `None` where it is found from its parts.
        weight: How often a mark counts, a count or a share; `None` where it is found from its parts.
        parts: The criteria whose points it is the sum of; none where it is marked itself.
        floor: The fewest points with which an application passes; `None` where there is no floor.
        words: A table of texts with a row for each anchor, by mark; `None` where marks have no words.
    """

    code: str
    title: str
    asks: str
    source: Source | tuple[Source, ...]
    scale: Scale | None = None
    weight: Formula | None = None
    parts: tuple[Criterion, ...] = ()
    floor: Formula | None = None
    words: Formula | None = None

    @property
    def name(self) -> str:
        """The name of the quantity that holds its points."""
        return self.code.replace("-", "_")

    @property
    def sources(self) -> tuple[Source, ...]:
        """All its sources."""
        return (self.source,) if isinstance(self.source, Source) else tuple(self.source)

    def walk(self) -> Iterator[Criterion]:
        """This criterion, then all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def anchors(self, on: date | None = None) -> tuple[Anchor, ...]:
        """When to give which mark, lowest first, `on` a day; `None` takes the last words known. Empty: no words."""
        if self.words is None:
            return ()
        parameter = parameter_of(self.words)
        table = parameter.values[-1][1] if on is None else parameter.on(on)
        assert isinstance(table, dict)  # the grid was checked when it was built
        return tuple(sorted((Anchor(Decimal(mark), str(words)) for mark, words in table.items()), key=_by_mark))

    def most_points(self, on: date | None = None) -> Decimal:
        """The points of full marks, `on` a day; `None` takes the last figures known."""
        if self.scale is None or self.weight is None:
            return sum((part.most_points(on) for part in self.parts), Decimal(0))
        return self.scale.ends(on)[1] * figure_on(self.weight, on)


def parameter_of(formula: Formula) -> Parameter:
    """The parameter a formula is. Raises: RuleError `figure-in-rule` for a formula that is no parameter."""
    if not isinstance(formula.node, n.Figure):
        said = f"{formula!r} is no parameter, so nobody can see its source or change it"
        raise RuleError(Problem("figure-in-rule", "a grid", said, "name a parameter: limits.that_name"))
    return formula.node.parameter


def figure_on(formula: Formula, on: date | None) -> Decimal:
    """The number a parameter holds on a day; `None` takes the last one known."""
    parameter = parameter_of(formula)
    value = parameter.values[-1][1] if on is None else parameter.on(on)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        said = f"`{parameter.name}` is {parameter.kind}, where a number is expected"
        raise RuleError(Problem("wrong-type", "a grid", said, "name a parameter that holds one number"))
    return Decimal(value)


def _by_mark(anchor: Anchor) -> Decimal:
    return anchor.mark
