"""How the money of a call is given out: whole projects or remainders, pots set aside, and what is left of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clusterpolicy.errors import InputError, Problem, RuleError, nearest
from clusterpolicy.language.source import Source
from clusterpolicy.scoring.span import has_parts_of_a_cent, in_cents


class TooLarge(StrEnum):
    """What happens at the first project whose grant is more than what is left."""

    STOP = "stop"
    """Funding ends there. Nobody behind it is funded from that pot."""
    SKIP = "skip"
    """It is passed over, and smaller ones behind it are funded as long as they fit."""


class Remainder(StrEnum):
    """What happens to the rest of a pot that is less than the next grant."""

    NOT_OFFERED = "not offered"
    """A project is funded in full or not at all."""
    OFFERED = "offered"
    """The next project receives it, if its applicant accepts less than the full grant."""


class Unused(StrEnum):
    """What happens to the money of a reserve that its own projects do not use."""

    RETURNS = "returns"
    """It joins the money that is open to all."""
    STAYS = "stays"
    """It is not given out."""


GENERAL = "general"
"""The name of the pot that is open to all."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A pot set aside for projects of one kind. They draw on it first, and then on the general pot like all others.

    Attributes:
        kind: The kind of project, as candidates name it.
        unused: What happens to what they do not use.
    """

    kind: str
    unused: Unused = Unused.RETURNS


@dataclass(frozen=True, slots=True)
class BudgetRules:
    """How money is given out in the order of the ranking. A grant always comes from one pot, never from two.

    Attributes:
        too_large: What happens at the first project that does not fit any more.
        remainder: Whether such a project may receive what is left.
        reserves: Pots set aside, in the order in which they are given out; each before the general pot.
        source: Where this comes from.

    Raises: RuleError `duplicate-name` where two reserves share a kind, or one has the name of the general pot.

    >>> BudgetRules().too_large.value, BudgetRules().remainder.value
    ('stop', 'not offered')
    """

    too_large: TooLarge = TooLarge.STOP
    remainder: Remainder = Remainder.NOT_OFFERED
    reserves: tuple[Reserve, ...] = ()
    source: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        counts = Counter((GENERAL, *(reserve.kind for reserve in self.reserves)))
        twice = [kind for kind, count in counts.items() if count > 1]
        if twice:
            raise RuleError(
                Problem("duplicate-name", f"reserve `{kind}`", "two pots share this name", "give each its own")
                for kind in twice
            )

    @property
    def offers_remainder(self) -> bool:
        """Whether a project may receive less than its grant."""
        return self.remainder is Remainder.OFFERED

    @property
    def giving_back(self) -> tuple[str, ...]:
        """The kinds of the reserves that give back what is not used."""
        return tuple(reserve.kind for reserve in self.reserves if reserve.unused is Unused.RETURNS)


def pots_of(rules: BudgetRules, endowment: Decimal, set_aside: Mapping[str, Decimal]) -> dict[str, int]:
    """What is in each pot, in cents: the reserves in their order, and at last what is open to all.

    Raises: InputError `budget-invalid` where an amount is not above zero or has parts of a cent, where more is set
    aside than there is, and where amounts and declared reserves do not match.
    """
    problems = tuple(_problems(rules, endowment, set_aside))
    if problems:
        raise InputError(problems)
    reserved = {reserve.kind: in_cents(set_aside[reserve.kind]) for reserve in rules.reserves}
    return {**reserved, GENERAL: in_cents(endowment) - sum(reserved.values())}


def _problems(rules: BudgetRules, endowment: Decimal, set_aside: Mapping[str, Decimal]) -> Iterator[Problem]:
    yield from _problems_of_amount("endowment", endowment, "write the money of the line in euro")
    for kind, amount in set_aside.items():
        yield from _problems_of_amount(f"reserve `{kind}`", amount, "write the money set aside in euro")
    declared = [reserve.kind for reserve in rules.reserves]
    for kind in declared:
        if kind not in set_aside:
            yield Problem("budget-invalid", f"reserve `{kind}`", "nobody says how much is set aside", "give its amount")
    for kind in set_aside:
        if kind not in declared:
            yield Problem("budget-invalid", f"reserve `{kind}`", "it is not declared", nearest(kind, declared))
    amounts = (endowment, *set_aside.values())
    if all(_is_amount(amount) for amount in amounts) and sum(map(in_cents, amounts[1:])) > in_cents(endowment):
        message = f"more is set aside than the endowment of {endowment}"
        yield Problem("budget-invalid", "reserves", message, "set aside less")


def _problems_of_amount(place: str, amount: Decimal, mend: str) -> Iterator[Problem]:
    if not isinstance(amount, Decimal) or not amount.is_finite():
        yield Problem("budget-invalid", place, f"{amount!r} is not an exact amount", mend)
    elif amount <= 0:
        yield Problem("budget-invalid", place, f"{amount} is not above zero", mend)
    elif has_parts_of_a_cent(amount):
        yield Problem("budget-invalid", place, f"{amount} has parts of a cent", mend)


def _is_amount(amount: Decimal) -> bool:
    return not any(_problems_of_amount("", amount, ""))
