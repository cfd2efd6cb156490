"""The ranking: applications that pass in the order of their scores, as far as that is known.

Where a mark is missing, a place is a range, from the best to the worst it may turn out to be. Nothing is guessed, and a
tie that the declared rules do not break is not broken by the order in which applications happen to be handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.order_rules import RankingRules as RankingRules
from clusterpolicy.scoring.precedence import (
    perhaps_before,
    rungs_of,
    totals_perhaps_before,
    totals_surely_before,
)
from clusterpolicy.scoring.tie_breaks import UnbrokenTies, merits_of
from clusterpolicy.units import shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands among those that pass.

    Attributes:
        candidate: Who it is.
        best: The best place it may turn out to have, counted from 1. Where it is not known whether it passes itself,
            the place it has if it does.
        worst: The worst.
    """

    candidate: Candidate
    best: int
    worst: int
    first: int = field(repr=False)
    last: int = field(repr=False)

    @property
    def settled(self) -> bool:
        """Whether it is one place, and it is known that the candidate has one."""
        return self.best == self.worst and self.candidate.passes is True

    @property
    def by_itself_known(self) -> bool:
        """Whether everything about the candidate that counts in the order is known."""
        return self.first == self.last and self.candidate.passes is True

    def __str__(self) -> str:
        return str(self.best) if self.best == self.worst else f"{self.best} to {self.worst}"


@dataclass(frozen=True)
class Ranking:
    """The order in which money is given.

    Attributes:
        rules: The rules it was made by.
        places: Everyone that passes or may pass, in order; where the order is open, by the best they may show.
        failed: Those that do not pass, by application.
    """

    rules: RankingRules
    places: tuple[Place, ...]
    failed: tuple[Candidate, ...]

    def place(self, application: str) -> Place:
        """The place of an application. Raises: InputError `reference-unknown` where it has none."""
        try:
            return self._by_application[application]
        except KeyError:
            raise InputError(
                Problem("reference-unknown", "ranking", f"{shown(application)} has no place", "name one that passes")
            ) from None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everyone, also those that do not pass."""
        return (*(place.candidate for place in self.places), *self.failed)

    @property
    def open(self) -> tuple[Place, ...]:
        """The places that something unknown could still change."""
        return tuple(place for place in self.places if not place.settled)

    def moved_by(self, application: str) -> tuple[str, ...]:
        """The other applications whose place hangs on what is not known of this one, such as a missing mark."""
        mover = self.place(application)
        if mover.by_itself_known:
            return ()
        may_fail = mover.candidate.passes is None
        return tuple(
            other.candidate.application
            for other in self.places
            if other is not mover and perhaps_before(mover, other) and (may_fail or perhaps_before(other, mover))
        )

    @cached_property
    def _by_application(self) -> dict[str, Place]:
        return {place.candidate.application: place for place in self.places}


def rank(candidates: Iterable[Candidate], rules: RankingRules) -> Ranking:
    """Put candidates in order. The order in which they are handed in changes nothing.

    Raises: InputError `duplicate` where an application stands twice, `input-invalid` where a candidate lacks a value
    for a tie-break, `tie-unbroken` where the rules leave a tie between applications that pass and refuse it.

    >>> from decimal import Decimal
    >>> from clusterpolicy.scoring.span import Span
    >>> grant = Span.of(Decimal("1000.00"))
    >>> scores = {"A": Span.of(80), "B": Span(Decimal(70), Decimal(90)), "C": Span.of(60)}
    >>> ranking = rank([Candidate(name, score, grant) for name, score in scores.items()], RankingRules())
    >>> {place.candidate.application: str(place) for place in ranking.places}
    {'B': '1 to 2', 'A': '1 to 2', 'C': '3'}
    >>> ranking.moved_by("B")
    ('A',)
    """
    listed = sorted(candidates, key=lambda candidate: candidate.application)
    _raise_all(_problems(listed, rules))
    entered = [candidate for candidate in listed if candidate.passes is not False]
    rungs = rungs_of([merits_of(candidate, rules.tie_breaks) for candidate in entered])
    unplaced = [Place(candidate, 1, 1, *rung) for candidate, rung in zip(entered, rungs, strict=True)]
    if rules.unbroken_ties is UnbrokenTies.REFUSED:
        _raise_all(_unbroken_ties(unplaced))
    unplaced.sort(key=lambda place: (place.first, place.last))  # stable: what is level stands by application
    return Ranking(rules, _placed(unplaced), tuple(each for each in listed if each.passes is False))


def _placed(unplaced: Sequence[Place]) -> tuple[Place, ...]:
    ahead_surely = totals_surely_before(unplaced, [int(each.candidate.passes is True) for each in unplaced])
    ahead_perhaps = totals_perhaps_before(unplaced, [1] * len(unplaced))
    return tuple(
        Place(each.candidate, surely + 1, perhaps + 1, each.first, each.last)
        for each, surely, perhaps in zip(unplaced, ahead_surely, ahead_perhaps, strict=True)
    )


def _problems(listed: Sequence[Candidate], rules: RankingRules) -> Iterator[Problem]:
    for application, count in Counter(candidate.application for candidate in listed).items():
        if count > 1:
            yield Problem("duplicate", f"candidate {shown(application)}", "it stands twice", "keep one of them")
    for candidate in listed:
        if len(candidate.tie_breaks) != len(rules.tie_breaks):
            yield Problem(
                "input-invalid",
                f"candidate {shown(candidate.application)}",
                f"it has {len(candidate.tie_breaks)} values to break ties, where the rules compare "
                f"{len(rules.tie_breaks)}",
                "give one for each, `None` where it is not known",
            )


def _unbroken_ties(places: Sequence[Place]) -> Iterator[Problem]:
    level: dict[int, list[str]] = {}
    for place in places:
        if place.by_itself_known:
            level.setdefault(place.first, []).append(place.candidate.application)
    for _, applications in sorted(level.items()):
        if len(applications) > 1:
            names = ", ".join(shown(application) for application in applications)
            yield Problem(
                "tie-unbroken",
                "ranking",
                f"{names} are level in everything that the rules compare",
                "declare a further tie-break, such as the result of a draw, or leave ties open",
            )


def _raise_all(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise InputError(found)
