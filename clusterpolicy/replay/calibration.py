"""The figures by which synthetic portfolios are made, as `calibration.toml` holds them. All of them are assumed.

>>> from clusterpolicy.replay.calibration import LINES, SHARED
>>> LINES["line_a"].others["too_small"], SHARED.evaluators_of_an_application
(4, 5)
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.model import Size
from clusterpolicy.model.base import CheckedModel, Contradiction, DomainModel
from clusterpolicy.model.identifiers import Text
from clusterpolicy.replay.published import PUBLISHED
from clusterpolicy.replay.settings import checked, content_of
from clusterpolicy.units import Euro, Instant

_FILE = "calibration.toml"

Share = Annotated[Decimal, Field(ge=0, le=2, max_digits=6, decimal_places=4)]
Weight = Annotated[int, Field(ge=0, strict=True)]
Count = Annotated[int, Field(ge=1, strict=True)]

Marking = Literal["high", "low", "not_innovative"]
"""How an application is marked: well, badly, or well but for its innovativeness."""

MARKED: dict[str, Marking] = {"marked_low": "low", "not_innovative": "not_innovative"}
"""Reasons to fail that lie in the marks alone."""


class Span(DomainModel):
    """The lowest and the highest of something."""

    lowest: Share
    highest: Share


class Figures(DomainModel):
    """The lowest and the highest staff, in annual work units, and turnover, in euro, of enterprises of one size."""

    staff: tuple[Count, Count]
    turnover: tuple[Count, Count]


class Shared(DomainModel):
    """What both lines share. See `calibration.toml`."""

    weight_of_cost: dict[Size, Count]
    lowest_cost: Euro
    lowest_cost_with_large: Euro
    cost_of_others: Span
    lowest_order: Share
    most_contracts: Count
    lowest_industrial_research: Share
    evaluators: Count
    evaluators_of_an_application: Count
    research_organisations: Count
    areas: dict[str, Text]
    figures: dict[Size, Figures]
    marks: dict[Marking, Span]


class Line(CheckedModel):
    """What a portfolio of one line is made from. See `calibration.toml`."""

    submitted_from: Instant
    submitted_until: Instant
    partners: tuple[Weight, ...]
    sizes: dict[Size, Weight]
    cost_by_size: dict[Size, Share]
    industrial_research: Share
    others: dict[str, Count]

    def contradictions(self) -> Iterator[Contradiction]:
        """Shares of the cost that are not the whole of it."""
        if sum(self.cost_by_size.values()) != 1:
            yield Contradiction("facts-contradict", ("cost_by_size",), "the shares are not 1 together", "correct them")


def _lines() -> Iterator[tuple[str, Line]]:
    """The lines of the file. As many applications fail as were published not to be financed."""
    for name, entry in content_of(_FILE).items():
        if name != "shared":
            line, published = checked(Line, entry, f"replay/{_FILE}: [{name}]"), PUBLISHED[name]
            fail, failed = sum(line.others.values()), published.submitted - published.financed
            if fail != failed:
                said = f"{fail} applications are to fail, and {failed} did"
                place = f"replay/{_FILE}: [{name}.others]"
                raise RuleError(Problem("parameter-invalid", place, said, "correct the numbers"))
            yield name, line


SHARED: Shared = checked(Shared, content_of(_FILE)["shared"], f"replay/{_FILE}: [shared]")
"""What both lines share."""

LINES: dict[str, Line] = dict(_lines())
"""What is of one line alone, by line."""
