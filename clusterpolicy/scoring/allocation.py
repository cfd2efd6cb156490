"""The money of a call, given out in the order of the ranking.

An application is awarded only if it is so in every way in which the unknowns may turn out: a missing mark, an open
tie, a grant or an eligibility that is not known. What hangs on them is undecided. The bounds are careful: where many
unknowns meet, something may be called undecided that a search through all possibilities would settle. Never the
reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.budget import GENERAL, BudgetRules, pots_of
from clusterpolicy.scoring.distribution import Distribution, beside_standing, distribute
from clusterpolicy.scoring.outcome import Because, NextInLine, Outcome, PotResult, Status
from clusterpolicy.scoring.precedence import perhaps_before, totals_perhaps_before
from clusterpolicy.scoring.ranking import Place, Ranking
from clusterpolicy.scoring.span import Span, in_cents, in_euro
from clusterpolicy.scoring.unknowns import hangs_on_others, unknowns_of
from clusterpolicy.units import shown

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Allocation:
    """Who receives what.

    Attributes:
        ranking: The ranking that was followed.
        rules: The rules of the budget.
        endowment: The money of the line, in euro.
        set_aside: The amount of each reserve, in euro; part of the endowment.
        outcomes: What becomes of each application: those with a place in the order of the ranking, then those that do
            not pass.
        pots: What became of each pot; the general one is last.
        standing: The applications whose awards stood before.
    """

    ranking: Ranking
    rules: BudgetRules
    endowment: Decimal
    set_aside: Mapping[str, Decimal]
    outcomes: tuple[Outcome, ...]
    pots: tuple[PotResult, ...]
    standing: frozenset[str] = frozenset()

    @property
    def awarded(self) -> tuple[Outcome, ...]:
        """Those that receive money, in the order of the ranking."""
        return self._with(Status.AWARDED)

    @property
    def reserve(self) -> tuple[Outcome, ...]:
        """Those that pass and are not reached by the money, in the order in which they would enter."""
        return self._with(Status.RESERVE)

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """Those that do not pass, by application."""
        return self._with(Status.REJECTED)

    @property
    def undecided(self) -> tuple[Outcome, ...]:
        """Those that something unknown could still change, in the order of the ranking."""
        return self._with(Status.UNDECIDED)

    @property
    def left(self) -> Span:
        """What is left of all pots together, in euro, as far as it is known."""
        lefts = [pot.left for pot in self.pots]
        highest = sum((Decimal(0) if left.highest is None else left.highest for left in lefts), NOUGHT)
        return Span(sum((left.lowest for left in lefts), NOUGHT), highest)

    @property
    def cut_off(self) -> Span | None:
        """The lowest score that is funded, as far as it is known; `None` where surely nobody is funded."""
        return lowest_score(self.outcomes)

    @cached_property
    def next_in_line(self) -> NextInLine | None:
        """The first on the reserve list and what it would need; `None` where nobody waits."""
        first = next(iter(self.reserve), None)
        if first is None:
            return None
        candidate, grant = first.candidate, first.candidate.grant.exact
        if self.undecided or grant is None or candidate.reserves is None:
            return NextInLine(candidate.application, candidate.grant, None)
        names = {GENERAL, *candidate.reserves} - set(self.rules.giving_back)
        most = max(self._left_at_its_turn(pot, first) for pot in self.pots if pot.name in names)
        return NextInLine(candidate.application, candidate.grant, grant - most)

    def outcome(self, application: str) -> Outcome:
        """What becomes of an application. Raises: InputError `reference-unknown` where it is none of the call."""
        try:
            return self._by_application[application]
        except KeyError:
            message = f"{shown(application)} is no application of this call"
            raise InputError(Problem("reference-unknown", "allocation", message, "name one that is")) from None

    def waits_for(self, application: str) -> tuple[str, ...]:
        """The applications of which something is not known that could change what becomes of this one.

        It may be among them itself. Empty where nothing could. With reserves, also what happens behind an application
        can change what is left for it.
        """
        outcome = self.outcome(application)
        if outcome.status is not Status.UNDECIDED or outcome.place is None:
            return ()
        if Because.OTHERS.value not in outcome.reasons:
            return (application,)
        mine = outcome.place
        return tuple(
            place.candidate.application
            for place in self.ranking.places
            if (place is mine or self.rules.reserves or perhaps_before(place, mine))
            and (unknowns_of(place, self.rules) or (place is not mine and place.first == mine.last))
        )

    def _left_at_its_turn(self, pot: PotResult, waiting: Outcome) -> Decimal:
        """What was left of a pot when it was the turn of `waiting`. Nothing is undecided."""
        behind = self.outcomes[self.outcomes.index(waiting) :]
        later = (each for each in behind if each.pot == pot.name and each.application not in self.standing)
        return pot.left.lowest + sum((each.amount or NOUGHT for each in later), NOUGHT)

    def _with(self, status: Status) -> tuple[Outcome, ...]:
        return self._by_status[status]

    @cached_property
    def _by_status(self) -> dict[Status, tuple[Outcome, ...]]:
        return {status: tuple(each for each in self.outcomes if each.status is status) for status in Status}

    @cached_property
    def _by_application(self) -> dict[str, Outcome]:
        return {each.application: each for each in self.outcomes}


def allocate(
    ranking: Ranking,
    rules: BudgetRules,
    endowment: Decimal,
    set_aside: Mapping[str, Decimal] | None = None,
    committed: Iterable[Outcome] = (),
) -> Allocation:
    """Give out the endowment of a line in the order of the ranking.

    `set_aside` is the amount of each declared reserve. `committed` are awards that stand, whatever the ranking says by
    now: their money is taken out of their pots first, and one that is below its grant may be raised to it when its turn
    comes.

    Raises: InputError `budget-invalid` where the money cannot be distributed; `reference-unknown` where a committed
    award is of no application with a place.

    >>> from clusterpolicy.scoring.candidate import Candidate
    >>> from clusterpolicy.scoring.ranking import RankingRules, rank
    >>> asked = {"A": (80, "600.00"), "B": (70, "500.00"), "C": (60, "100.00")}
    >>> ranking = rank(
    ...     [Candidate(name, Span.of(score), Span.of(Decimal(grant))) for name, (score, grant) in asked.items()],
    ...     RankingRules(),
    ... )
    >>> allocation = allocate(ranking, BudgetRules(), Decimal("1000.00"))
    >>> [(each.application, each.status.value) for each in allocation.outcomes]
    [('A', 'awarded'), ('B', 'reserve'), ('C', 'reserve')]
    >>> str(allocation.left), str(allocation.cut_off), str(allocation.next_in_line.short_by)
    ('400.00', '80', '100.00')
    """
    amounts = dict(set_aside or {})
    pots = pots_of(rules, endowment, amounts)
    standing = {outcome.application: outcome for outcome in committed}
    _raise_on_standing(ranking, rules, pots, standing)
    found = distribute(ranking, rules, pots, standing)
    outcomes = (
        *_outcomes(ranking, rules, found, standing),
        *(Outcome(each, Status.REJECTED, None, NOUGHT, None, each.reasons) for each in ranking.failed),
    )
    results = tuple(
        PotResult(
            name,
            in_euro(cents),
            Span(in_euro(found.left[name].least), in_euro(found.left[name].most)),
            lowest_score(outcomes, name),
        )
        for name, cents in pots.items()
    )
    return Allocation(ranking, rules, endowment, amounts, outcomes, results, frozenset(standing))


def lowest_score(outcomes: Iterable[Outcome], pot: str | None = None) -> Span | None:
    """The lowest score funded, as far as it is known; of one `pot`, or of all. `None` where surely nobody is funded."""
    funded: list[Span] = []
    perhaps: list[Span] = []
    for each in outcomes:
        if each.status is Status.AWARDED and (pot is None or each.pot == pot):
            funded.append(each.candidate.score)
        elif each.status is Status.UNDECIDED or (each.status is Status.AWARDED and each.pot is None):
            perhaps.append(each.candidate.score)
    if not funded and not perhaps:
        return None
    ends = [score.highest for score in funded if score.highest is not None]
    return Span(min(score.lowest for score in (*funded, *perhaps)), min(ends) if ends else None)


def _outcomes(
    ranking: Ranking, rules: BudgetRules, found: Distribution, standing: Mapping[str, Outcome]
) -> Iterator[Outcome]:
    unknown = [unknowns_of(place, rules) for place in ranking.places]
    ahead = totals_perhaps_before(ranking.places, [int(bool(each)) for each in unknown])
    for number, place in enumerate(ranking.places):
        candidate = place.candidate
        kept = standing.get(candidate.application)
        answer = found.answers[number]
        if kept is not None:
            yield _raised(kept, place, answer.amount)
        elif answer.funded and candidate.passes is True and answer.amount is not None:
            euro = in_euro(answer.amount)
            reasons = () if euro == candidate.grant.exact else (Because.REMAINDER.value,)
            yield Outcome(candidate, Status.AWARDED, place, euro, found.sources[number], reasons)
        elif answer.funded is False and candidate.passes is True:
            yield Outcome(candidate, Status.RESERVE, place, NOUGHT, None, (Because.USED_UP.value,))
        else:
            others = (
                (Because.OTHERS.value,) if hangs_on_others(answer, unknown[number], bool(ahead[number]), rules) else ()
            )
            reasons = (*unknown[number], *others, *candidate.reasons)
            yield Outcome(candidate, Status.UNDECIDED, place, None, None, reasons)


def _raised(kept: Outcome, place: Place, more: int | None) -> Outcome:
    """An award that stands, with what its turn has added to it."""
    amount = (kept.amount or NOUGHT) + in_euro(more or 0)
    reasons = () if amount == place.candidate.grant.exact else kept.reasons
    return Outcome(place.candidate, Status.AWARDED, place, amount, kept.pot, reasons)


def _raise_on_standing(
    ranking: Ranking, rules: BudgetRules, pots: Mapping[str, int], standing: Mapping[str, Outcome]
) -> None:
    placed = {place.candidate.application for place in ranking.places}
    problems = [
        Problem("reference-unknown", "committed", f"{shown(name)} has no place", "take its award back first")
        for name in sorted(set(standing) - placed)
    ]
    total = sum((outcome.amount or NOUGHT for outcome in standing.values()), NOUGHT)
    if any(left.most < 0 for left in beside_standing(rules, pots, standing).values()) or in_cents(total) > sum(
        pots.values()
    ):
        message = f"awards of {total} stand, more than the pots they come from hold"
        problems.append(Problem("budget-invalid", "committed", message, "take awards back, or add money"))
    if problems:
        raise InputError(problems)
