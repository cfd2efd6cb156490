"""Panels of evaluators, how their marks become one, and what is given on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clusterpolicy.language import Formula, Source

How = Literal["mean", "median", "trimmed"]
"""How the marks of a panel become one: see `clusterpolicy.language.average`."""

Remedy = Literal["further evaluator", "median", "note"]
"""What follows when marks lie too far apart.

`further evaluator`: the criterion is open until one more evaluator has marked it. `median`: the median counts in place
of what the panel uses elsewhere. `note`: the marks are taken as they are, and whoever reads the score is told.
"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Disagreement:
    """When marks for one criterion lie too far apart, and what follows.

    Attributes:
        widest_spread: The share of the scale by which the highest and the lowest mark may differ, itself included.
        remedy: What follows where they differ by more.
        source: Where this comes from.
    """

    widest_spread: Formula
    remedy: Remedy
    source: Source


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Panel:
    """Those who mark an application, and how their marks become one.

    Attributes:
        how: Mean, median, or the mean without one highest and one lowest mark.
        fewest_evaluators: How many must mark; with fewer a criterion stays open. Marks in conflict do not count.
        disagreement: When marks lie too far apart, and what follows; `None` where nothing does.
        source: Where this comes from.
    """

    how: How
    fewest_evaluators: Formula
    source: Source
    disagreement: Disagreement | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Premium:
    """Points on top, for what is true of an application, once it has reached every floor and the threshold.

    Attributes:
        code: Its code in results, in lower case with hyphens; unique in a grid.
        title: What earns it, in words that fit into a sentence.
        earned_if: A truth about the whole application.
        points: How many points it brings.
        source: Where it comes from.
    """

    code: str
    title: str
    earned_if: Formula
    points: Formula
    source: Source | tuple[Source, ...]

    @property
    def name(self) -> str:
        """The name of the quantity that holds its points."""
        return self.code.replace("-", "_")
