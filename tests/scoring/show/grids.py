"""A vegetable show: grids with all that a grid can have, in a country that does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from clusterpolicy.language import Parameters, Sources, facts_of, some
from clusterpolicy.model import Application, Participation
from clusterpolicy.model.evaluation import ConflictOfInterest, Evaluation, Mark
from clusterpolicy.scoring.criterion import Criterion, Scale
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.scoring.marks import evaluations_of
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.panel import Disagreement, How, Panel, Premium, Remedy

SOURCES = Sources.beside(__file__)
limits = Parameters.beside(__file__)
words = Parameters.beside(__file__, "words.toml")
partner = facts_of(Participation)
DAY = date(1401, 9, 22)

SCALE = Scale(lowest=limits.lowest, highest=limits.highest, step=limits.step)
SCALE_OF_SIZE = Scale(lowest=limits.lowest_of_size, highest=limits.highest_of_size, step=limits.step_of_size)

SWEETNESS = Criterion(
    code="sweetness",
    title="sweetness",
    asks="How sweet is it?",
    source=SOURCES.red_book,
    scale=SCALE,
    weight=limits.sweetness_weight,
    words=words.sweetness,
)
AROMA = Criterion(
    code="aroma",
    title="aroma",
    asks="How does it smell?",
    source=SOURCES.red_book,
    scale=SCALE,
    weight=limits.aroma_weight,
)
TASTE = Criterion(
    code="taste",
    title="taste",
    asks="How does it taste?",
    source=SOURCES.red_book,
    parts=(SWEETNESS, AROMA),
    floor=limits.taste_floor,
)
SIZE = Criterion(
    code="size-of-fruit",
    title="size",
    asks="How big is it?",
    source=(SOURCES.red_book, SOURCES.red_book.at("Of pumpkins")),
    scale=SCALE_OF_SIZE,
    weight=limits.size_weight,
)
NOVEL = Premium(
    code="novel",
    title="an innovative gardener",
    earned_if=some(partner.enterprise.innovative_sme),
    points=limits.novel_premium,
    source=SOURCES.red_book,
)
HONEST = Premium(
    code="honest",
    title="an honest gardener",
    earned_if=some(partner.enterprise.legality_rating),
    points=limits.honest_premium,
    source=SOURCES.red_book,
)
MARKED = {"sweetness": SCALE, "aroma": SCALE, "size-of-fruit": SCALE_OF_SIZE}
WEIGHTS = {"sweetness": Decimal(2), "aroma": Decimal(1), "size-of-fruit": Decimal("1.5")}


def grid(*, how: How = "mean", remedy: Remedy | None = None, **changed: Any) -> Grid:
    """The grid of the show, whose panel finds middles and mends disagreement in the way asked for."""
    disagreement = None
    if remedy is not None:
        disagreement = Disagreement(widest_spread=limits.widest_spread, remedy=remedy, source=SOURCES.red_book)
    panel = Panel(how=how, fewest_evaluators=limits.fewest_judges, disagreement=disagreement, source=SOURCES.red_book)
    whole = Grid(
        criteria=(TASTE, SIZE),
        panel=panel,
        threshold=limits.threshold,
        premiums=(NOVEL, HONEST),
        most_premium=limits.most_premium,
        source=SOURCES.red_book,
    )
    return replace(whole, **changed)


def merit_of(of: Grid, **changed: Any) -> Merit:
    """The rules of a grid."""
    parts: dict[str, Any] = {
        "name": "shire/show",
        "version": "1.0.0",
        "title": "The vegetable show",
        "grid": of,
        "time_zone": "Europe/Rome",
        "source": SOURCES.red_book,
        "in_force_from": date(1400, 1, 1),
    }
    return Merit(**{**parts, **changed})


SHOW = merit_of(grid())
HOWS: tuple[How, ...] = ("mean", "median", "trimmed")
REMEDIES: tuple[Remedy | None, ...] = (None, "note", "median", "further evaluator")
MERITS = {(how, remedy): merit_of(grid(how=how, remedy=remedy)) for how in HOWS for remedy in REMEDIES}


def entry(identifier: str = "pumpkin", *, innovative: bool | None = False, honest: bool | None = False) -> Application:
    """Something that is shown."""
    gardener = {"name": "Gamgee & Sons", "innovative_sme": innovative, "legality_rating": honest}
    return Application.model_validate(
        {
            "id": identifier,
            "call": "shire/show",
            "project": {"title": "A pumpkin"},
            "participations": [{"id": "gamgee", "enterprise": gardener}],
        }
    )


def marks_of(by: Mapping[str, Mapping[str, object]], application: str = "pumpkin") -> list[Mark]:
    """Marks from what each evaluator gave for each criterion; `None` is not given yet."""
    return [
        Mark.model_validate(
            {"application": application, "evaluator": evaluator, "criterion": criterion, "points": points}
        )
        for evaluator, given in by.items()
        for criterion, points in given.items()
    ]


def evaluation(
    by: Mapping[str, Mapping[str, object]],
    *,
    of: Application | None = None,
    excluded: Iterable[str] = (),
    rules: Merit = SHOW,
) -> Evaluation:
    """The evaluation of one entry, from what each evaluator gave for each criterion."""
    shown = entry() if of is None else of
    conflicts = [ConflictOfInterest(evaluator=name, application=shown.id) for name in excluded]
    return evaluations_of([shown], marks_of(by, shown.id), conflicts, rules.grid)[shown.id]


def sheet(sweetness: object, aroma: object, size: object) -> dict[str, object]:
    """What one evaluator gave."""
    return {"sweetness": sweetness, "aroma": aroma, "size-of-fruit": size}
