"""What a grid asks of marks, as formulas: points of criteria, the score, the premium, what must be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from clusterpolicy.language import (
    Formula,
    Quantity,
    Requirement,
    Stage,
    all_of,
    average,
    choose,
    count,
    facts_of,
    greatest,
    largest,
    least,
    not_,
    unsettled,
    when,
    zero,
)
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Unnamed
from clusterpolicy.language.kinds import TEXT
from clusterpolicy.model.evaluation import PanelMark
from clusterpolicy.scoring.criterion import Criterion, Scale
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.scoring.panel import Disagreement, Panel, Premium
from clusterpolicy.units import Unit

mark = facts_of(PanelMark)


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """The formulas of one grid.

    Attributes:
        points: The points of each criterion, by its code, in reading order.
        enough: Whether enough evaluators marked a criterion, by its code.
        agree: Whether the marks for a criterion lie close enough, by its code; empty where nobody asks.
        score: The points of all criteria together.
        reached: Whether every floor and the threshold are reached.
        premiums: What each premium would bring, by its code, whether or not the threshold is reached.
        premium: What premiums bring: nothing before every floor and the threshold are reached.
        total: The score with the premium.
        requirements: The floors in the order of the criteria, then the threshold.
    """

    points: dict[str, Quantity]
    enough: dict[str, Formula]
    agree: dict[str, Formula]
    score: Quantity
    reached: Quantity
    premiums: dict[str, Quantity]
    premium: Quantity
    total: Quantity
    requirements: tuple[Requirement, ...]


def measures_of(grid: Grid) -> Measures:
    """The formulas of a grid."""
    enough = {each.code: _enough(each, grid.panel) for each in grid.marked}
    agree = dict(_agreements(grid))
    points: dict[str, Quantity] = {}
    for criterion in reversed(tuple(grid.walk())):  # parts before what is found from them
        points[criterion.code] = _points(criterion, grid, points, enough, agree)
    points = {criterion.code: points[criterion.code] for criterion in grid.walk()}
    score = Quantity(
        name="score",
        label="score",
        formula=_sum([points[criterion.code] for criterion in grid.criteria]),
        source=grid.source,
    )
    requirements = tuple(_requirements(grid, points, score))
    reached = Quantity(
        name="merit_reached",
        label="every floor and the threshold are reached",
        formula=all_of(*(requirement.holds_if for requirement in requirements)),
        source=grid.source,
    )
    premiums = {each.code: _bonus(each) for each in grid.premiums}
    premium = _premium(grid, reached, tuple(premiums.values()))
    total = Quantity(name="total_score", label="score with premium", formula=score + premium, source=grid.source)
    return Measures(points, enough, agree, score, reached, premiums, premium, total, requirements)


# --- marks ------------------------------------------------------------------------------------------------------------


def _counts(criterion: Criterion) -> Formula:
    """That a mark is for this criterion, by an evaluator without a conflict of interest."""
    code = Unnamed(n.Constant(criterion.code, TEXT))
    return all_of(mark.criterion == code, not_(mark.in_conflict))


def _mark_on(scale: Scale, grid: Grid) -> Formula:
    """The points of a mark on a scale. A mark that is not known still lies on it.

    The fact has the limits of all scales of the grid. Where a scale is narrower, the mark is held within it.
    """
    ends = [each.scale.ends() for each in grid.marked if each.scale is not None]
    lowest, highest = min(low for low, _ in ends), max(high for _, high in ends)
    fact = mark.points.node
    assert isinstance(fact, n.Fact)
    points = Unnamed(replace(fact, lowest=Decimal(lowest), highest=Decimal(highest)))
    return points if scale.ends() == (lowest, highest) else greatest(scale.lowest, least(scale.highest, points))


def _enough(criterion: Criterion, panel: Panel) -> Formula:
    return count(_counts(criterion)) >= panel.fewest_evaluators


def _agreements(grid: Grid) -> Iterator[tuple[str, Formula]]:
    disagreement = grid.panel.disagreement
    if disagreement is None:
        return
    for criterion in grid.marked:
        if criterion.scale is not None:
            spread = _spread(criterion, criterion.scale, grid, disagreement)
            widest = disagreement.widest_spread * (criterion.scale.highest - criterion.scale.lowest)
            yield criterion.code, spread <= widest


def _spread(criterion: Criterion, scale: Scale, grid: Grid, disagreement: Disagreement) -> Quantity:
    """By how much the marks differ. The lowest mark is the one that is farthest from the top of the scale."""
    points, counts = _mark_on(scale, grid), _counts(criterion)
    lowest = scale.highest - largest(scale.highest - points, where=counts)
    return Quantity(
        name=f"{criterion.name}_spread",
        label=f"distance between the highest and the lowest mark, {criterion.title}",
        formula=largest(points, where=counts) - lowest,
        source=disagreement.source,
    )


# --- criteria ---------------------------------------------------------------------------------------------------------


def _points(
    criterion: Criterion,
    grid: Grid,
    points: dict[str, Quantity],
    enough: dict[str, Formula],
    agree: dict[str, Formula],
) -> Quantity:
    """The points of one criterion: the sum of its parts, or what the panel gave it."""
    if criterion.scale is None or criterion.weight is None:
        formula = _sum([points[part.code] for part in criterion.parts])
    else:
        formula = _given(criterion, criterion.scale, criterion.weight, grid, enough, agree)
    return Quantity(name=criterion.name, label=criterion.title, formula=formula, source=criterion.source)


def _given(
    criterion: Criterion,
    scale: Scale,
    weight: Formula,
    grid: Grid,
    enough: dict[str, Formula],
    agree: dict[str, Formula],
) -> Formula:
    """The points the panel gave. Marks are weighted first and rounded once, when their middle is found."""
    panel, counts = grid.panel, _counts(criterion)
    weighted = _mark_on(scale, grid) * weight
    middle = average(weighted, where=counts, how=panel.how)
    close_enough = agree.get(criterion.code)
    if close_enough is not None and panel.disagreement is not None and panel.disagreement.remedy != "note":
        if panel.disagreement.remedy == "median":
            instead = average(weighted, where=counts, how="median")
        else:
            instead = _awaited(f"marks of a further evaluator, {criterion.title}", panel, middle)
        middle = choose(when(close_enough, middle), otherwise=instead)
    too_few = _awaited(f"marks of enough evaluators, {criterion.title}", panel, middle)
    found = choose(when(enough[criterion.code], middle), otherwise=too_few)
    # Marks that are still to come lie on the scale like all others.
    return greatest(weight * scale.lowest, least(weight * scale.highest, found))


def _awaited(what: str, panel: Panel, like: Formula) -> Formula:
    return unsettled(what, source=panel.source, kind_of=like, never_negative=True)


def _requirements(grid: Grid, points: dict[str, Quantity], score: Quantity) -> Iterator[Requirement]:
    for criterion in grid.walk():
        if criterion.floor is not None:
            yield Requirement(
                code=f"{criterion.code}-floor",
                asks=f"Does it reach the floor of {criterion.title}?",
                holds_if=points[criterion.code] >= criterion.floor,
                source=criterion.sources,
                stage=Stage.MERIT,
            )
    yield Requirement(
        code="threshold",
        asks="Does the score, without premiums, reach the threshold?",
        holds_if=score >= grid.threshold,
        source=grid.source,
        stage=Stage.MERIT,
    )


# --- premiums ---------------------------------------------------------------------------------------------------------


def _bonus(premium: Premium) -> Quantity:
    return Quantity(
        name=premium.name,
        label=f"premium for {premium.title}",
        formula=choose(when(premium.earned_if, premium.points), otherwise=zero(Unit.POINTS)),
        source=premium.source,
    )


def _premium(grid: Grid, reached: Formula, premiums: tuple[Quantity, ...]) -> Quantity:
    nothing = zero(Unit.POINTS)
    earned = _sum(premiums) if premiums else nothing
    if grid.most_premium is not None:
        earned = least(grid.most_premium, earned)
    formula = choose(when(reached, earned), otherwise=nothing)
    return Quantity(name="premium", label="premium", formula=formula, source=grid.source)


def _sum(terms: list[Quantity] | tuple[Quantity, ...]) -> Formula:
    first, *others = terms
    found: Formula = first
    for term in others:
        found = found + term
    return found
