"""A call beside itself under a scenario: who wins, who loses, who becomes eligible and why, and what it costs.

>>> from clusterpolicy.replay.portfolio import applications_of
>>> from clusterpolicy.rules import piedmont
>>> from clusterpolicy.whatif import Scenario
>>> lower = Scenario("a lower entry", changes={"piedmont/minimum_cost": 200_000})
>>> comparison = compare(piedmont.LINE_B, lower, applications_of("line_b", seed=1))
>>> len(comparison.winners), len(comparison.losers)
(2, 0)
>>> comparison.opened
{'minimum-cost': ('B-018', 'B-020')}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clusterpolicy.calls.progress import on_terminal
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.difference import Diff
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.standing import UNKNOWN, ZERO, Standing, standings


class Effect(StrEnum):
    """What a scenario does to an application."""

    WINS = "wins"
    """It receives more."""
    LOSES = "loses"
    """It receives less."""
    UNCHANGED = "unchanged"
    """It receives the same."""
    OPEN = "open"
    """It is not known what it receives, before or after."""


@dataclass(frozen=True, slots=True)
class Effected:
    """One application, before and after.

    Attributes:
        application: It.
        before: Where it stands by the call as it is.
        after: Where it stands by the call as the scenario has it.
    """

    application: Application
    before: Standing
    after: Standing

    @property
    def effect(self) -> Effect:
        """What the scenario does to it."""
        before, after = self.before.amount, self.after.amount
        if before is None or after is None:
            return Effect.OPEN
        return Effect.UNCHANGED if before == after else Effect.WINS if after > before else Effect.LOSES

    @property
    def gain(self) -> Decimal | None:
        """What it receives more, in euro, below zero where it is less; `None` while that is not known."""
        if self.before.amount is None or self.after.amount is None:
            return None
        return self.after.amount - self.before.amount


@dataclass(frozen=True, slots=True)
class Money:
    """Awards before and after, in euro. What is not known yet is in neither."""

    before: Decimal = ZERO
    after: Decimal = ZERO

    @property
    def gain(self) -> Decimal:
        """How much more it is, in euro."""
        return self.after - self.before

    def plus(self, before: Decimal, after: Decimal) -> Money:
        """This money and more of it."""
        return Money(self.before + before, self.after + after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A call, and the same call under a scenario, on the same applications.

    Attributes:
        diff: What the scenario changes.
        effects: Every application, by id, before and after.
    """

    diff: Diff
    effects: tuple[Effected, ...]

    @property
    def winners(self) -> tuple[Effected, ...]:
        """The applications that receive more."""
        return self._with(Effect.WINS)

    @property
    def losers(self) -> tuple[Effected, ...]:
        """The applications that receive less."""
        return self._with(Effect.LOSES)

    @property
    def unchanged(self) -> tuple[Effected, ...]:
        """The applications that receive the same."""
        return self._with(Effect.UNCHANGED)

    @property
    def open(self) -> tuple[Effected, ...]:
        """The applications of which it is not known what they receive, before or after."""
        return self._with(Effect.OPEN)

    @property
    def money(self) -> Money:
        """All awards together. What is not known, before or after, is in neither."""
        return self._money(lambda _: "all").get("all", Money())

    @property
    def by_area(self) -> dict[str, Money]:
        """The awards by area of the strategy of smart specialisation."""
        return self._money(lambda each: str(each.project.s3_area or UNKNOWN))

    @property
    def by_cluster(self) -> dict[str, Money]:
        """The awards by cluster."""
        return self._money(lambda each: str(each.project.cluster or UNKNOWN))

    @property
    def by_size(self) -> dict[str, Money]:
        """The awards by size of the enterprise that receives them. A remainder, which nobody divides, is left out."""
        found: dict[str, Money] = {}
        for each in self._settled():
            for size in {**each.before.by_size, **each.after.by_size}:
                before, after = each.before.by_size.get(size, ZERO), each.after.by_size.get(size, ZERO)
                found[size] = found.get(size, Money()).plus(before, after)
        return dict(sorted(found.items()))

    @property
    def opened(self) -> dict[str, tuple[str, ...]]:
        """Who passes now and did not before: by each requirement that they failed, or that was open."""
        return self._by_code(lambda each: each.before, lambda each: each.after)

    @property
    def closed(self) -> dict[str, tuple[str, ...]]:
        """Who passed before and does not now: by each requirement that they fail, or that is open."""
        return self._by_code(lambda each: each.after, lambda each: each.before)

    def effect_on(self, application: str) -> Effected:
        """What happens to one application. Raises: InputError where it is not among them."""
        for each in self.effects:
            if each.application.id == application:
                return each
        said = f"`{application}` is none of the applications compared"
        raise InputError(Problem("reference-unknown", "comparison", said, "name one that is"))

    def _with(self, effect: Effect) -> tuple[Effected, ...]:
        return tuple(each for each in self.effects if each.effect is effect)

    def _settled(self) -> Iterable[Effected]:
        return (each for each in self.effects if each.effect is not Effect.OPEN)

    def _money(self, group_of: Callable[[Application], str]) -> dict[str, Money]:
        found: dict[str, Money] = {}
        for each in self._settled():
            group = group_of(each.application)
            found[group] = found.get(group, Money()).plus(each.before.amount or ZERO, each.after.amount or ZERO)
        return dict(sorted(found.items()))

    def _by_code(
        self, failing: Callable[[Effected], Standing], passing: Callable[[Effected], Standing]
    ) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for each in self.effects:
            stands = failing(each)
            if stands.passes is not True and passing(each).passes is True:
                for code in (*stands.failed, *stands.undetermined):
                    found.setdefault(code, []).append(each.application.id)
        return {code: tuple(names) for code, names in sorted(found.items())}


def compare(
    call: RankedCall,
    scenario: Scenario,
    applications: Iterable[Application],
    marks: Iterable[Mark] | None = None,
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Run a call as it is and as a scenario has it, on the same applications.

    Args:
        call: The rules of the call.
        scenario: What is to be different.
        applications: All applications.
        marks: All marks. With them the whole call is run, ranking and money included. `None` decides each application
            by itself, as if there were money for all.
        conflicts: Which evaluators may not judge which applications.
        progress: Told how far it is: each application is decided twice. `None` shows a bar on a terminal.

    Raises: as `Scenario.of` and `clusterpolicy.run_call` do.
    """
    other = scenario.of(call)
    filed, conflicting = tuple(applications), tuple(conflicts)
    given = None if marks is None else tuple(marks)

    told = progress or on_terminal()

    def from_(first: int) -> Callable[[int, int], None]:
        return lambda done, of: told(first + done, 2 * of)

    before = standings(call, filed, given, conflicting, None, {}, from_(0))
    after = standings(other.call, filed, given, conflicting, other.granted_on, other.changes, from_(len(filed)))
    effects = (Effected(each, before[each.id], after[each.id]) for each in filed)
    return Comparison(other.diff, tuple(sorted(effects, key=lambda each: each.application.id)))
