"""The grid as evaluators hold it in their hands: criteria, scales, and when to give which mark. Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from clusterpolicy.language import Source
from clusterpolicy.scoring.criterion import Criterion, Scale, figure_on, parameter_of
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.units import without_trailing_zeros


def evaluators_sheet(grid: Grid, on: date | None = None) -> str:
    """The grid as text in Markdown, `on` a day; `None` takes the last figures and words known."""
    return "\n".join(_sheet(grid, on))


def _sheet(grid: Grid, on: date | None) -> Iterator[str]:
    yield "| Criterion | Mark | Counts | Points | Floor |"
    yield "|---|---|---|---|---|"
    for criterion, depth in _with_depth(grid):
        yield _row(criterion, depth, on)
    yield f"| **All together** | | | **{_said(grid.most_points(on))}** | **{_said(figure_on(grid.threshold, on))}** |"
    yield ""
    for criterion in grid.marked:
        yield from _words(criterion, on)
    if grid.premiums:
        yield from _premiums(grid, on)


def _with_depth(grid: Grid) -> Iterator[tuple[Criterion, int]]:
    for top in grid.criteria:
        for criterion in top.walk():
            yield criterion, 0 if criterion is top else 1


def _row(criterion: Criterion, depth: int, on: date | None) -> str:
    cells = (
        f"{'– ' * depth}{_capital(criterion.title)}" if depth else f"**{_capital(criterion.title)}**",
        "" if criterion.scale is None else _scale(criterion.scale, on),
        "" if criterion.weight is None else f"× {_said(figure_on(criterion.weight, on))}",
        _said(criterion.most_points(on)),
        "" if criterion.floor is None else _said(figure_on(criterion.floor, on)),
    )
    return f"| {' | '.join(cells)} |"


def _scale(scale: Scale, on: date | None) -> str:
    marks = scale.marks(on)
    return f"{_said(marks[0])} to {_said(marks[-1])}, step {_said(marks[1] - marks[0])}"


def _words(criterion: Criterion, on: date | None) -> Iterator[str]:
    yield f"### {_capital(criterion.title)}"
    yield ""
    yield f"Code `{criterion.code}`. {criterion.asks}"
    yield ""
    if criterion.words is not None:
        yield "| Mark | When to give it |"
        yield "|---|---|"
        for anchor in criterion.anchors(on):
            yield f"| {_said(anchor.mark)} | {anchor.words} |"
        yield ""
        yield _cited(parameter_of(criterion.words).source)
        yield ""


def _premiums(grid: Grid, on: date | None) -> Iterator[str]:
    yield "### Premiums"
    yield ""
    yield "| Premium | Points |"
    yield "|---|---|"
    for premium in grid.premiums:
        yield f"| {_capital(premium.title)} | {_said(figure_on(premium.points, on))} |"
    if grid.most_premium is not None:
        yield f"| At most, all together | {_said(figure_on(grid.most_premium, on))} |"
    yield ""


def _cited(source: Source) -> str:
    place = f", {source.article}" if source.article else ""
    return f"After [{source.act}{place}]({source.address}), {source.confidence}. {source.note}".rstrip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(number: Decimal) -> str:
    return f"{without_trailing_zeros(number):f}"
