"""Both calls of the practice, run by their own rules on synthetic portfolios.

The portfolios hold what applicants hand in and what evaluators give. Everything after that, from eligibility to the
last cent of a grant, is the work of the rules: change one of their figures, and another outcome follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusterpolicy.calls.progress import Progress
from clusterpolicy.calls.run import run_call
from clusterpolicy.calls.selection import Selection
from clusterpolicy.language.parameter import Value
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import Mark
from clusterpolicy.replay.counting import tally_of
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.replay.published import PUBLISHED, Published
from clusterpolicy.replay.tally import Tally
from clusterpolicy.rules import piedmont
from clusterpolicy.scoring.ranked_call import RankedCall

CALLS: Mapping[str, RankedCall] = {"line_a": piedmont.LINE_A, "line_b": piedmont.LINE_B}
"""The calls of the practice, by line."""

SEED = 2016
"""The seed where nobody names another."""


@dataclass(frozen=True, slots=True)
class LineReplay:
    """One call, replayed.

    Attributes:
        applications, marks: The synthetic portfolio.
        selection: What the rules made of it.
        tally: What that amounts to.
        published: What was published.
    """

    applications: tuple[Application, ...]
    marks: tuple[Mark, ...]
    selection: Selection
    tally: Tally
    published: Published


@dataclass(frozen=True, slots=True)
class Replay:
    """Both calls, replayed.

    Attributes:
        lines: Each call: `line_a` and `line_b`.
        seed: The seed of their portfolios.
        changes: The figures that had another value than the rules give them, by full name.
    """

    lines: Mapping[str, LineReplay]
    seed: int
    changes: Mapping[str, Value]

    @property
    def tally(self) -> Tally:
        """Both calls together."""
        first, second = (each.tally for each in self.lines.values())
        return first + second

    @property
    def published(self) -> Tally:
        """What was published of both together."""
        first, second = (each.published for each in self.lines.values())
        return first + second


def replay(seed: int = SEED, *, changes: Mapping[str, Value] | None = None, progress: Progress | None = None) -> Replay:
    """Run both calls on the portfolios of a seed.

    Args:
        seed: Any whole number. The same seed gives the same portfolios.
        changes: Other values for some figures of the rules, by full name; each goes to the calls that have it.
        progress: Told how far it is.

    Raises: RuleError for a change that fits no figure of either call.

    >>> from clusterpolicy.replay import replay
    >>> replay(seed=1).lines["line_b"].tally.financed
    34
    """
    everybody = sum(each.submitted for each in PUBLISHED.values())
    lines: dict[str, LineReplay] = {}
    for line, call in CALLS.items():
        before = sum(each.tally.submitted for each in lines.values())
        lines[line] = _line(line, call, seed, changes or {}, _from(before, everybody, progress))
    return Replay(lines, seed, changes or {})


def _line(
    line: str, call: RankedCall, seed: int, changes: Mapping[str, Value], progress: Progress | None
) -> LineReplay:
    applications, marks = applications_of(line, seed), marks_of(line, seed, call.merit.grid)
    others = {name for other in CALLS.values() for name in other.all_figures} - set(call.all_figures)
    of_line = {name: value for name, value in changes.items() if name not in others}
    selection = run_call(call, applications, marks, changes=of_line, progress=progress)
    return LineReplay(applications, marks, selection, tally_of(applications, selection), PUBLISHED[line])


def _from(before: int, everybody: int, progress: Progress | None) -> Progress | None:
    """Tells of both calls what one of them tells of itself."""
    if progress is None:
        return None
    return lambda examined, _: progress(before + examined, everybody)
