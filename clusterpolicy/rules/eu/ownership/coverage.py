"""Which consolidated accounts hold the figures of whom, as far as they are certain, or possible. Source: Art. 6.

Consolidated accounts take the place of all that they include, and nothing is added twice. So an enterprise that certain
accounts hold is never added by itself, and one that possible accounts hold is not certain to be added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.periods import Figures


@dataclass(frozen=True, slots=True)
class Consolidated:
    """Consolidated accounts of one period.

    Attributes:
        parent: Who draws them up.
        members: All whose figures they hold, the parent among them.
        figures: What they show, on an annual basis.
        is_certain: Whether they certainly may be used.
        shows_headcount: Whether they show the headcount, which they need not: annex I, Art. 6(4).
    """

    parent: str
    members: frozenset[str]
    figures: Figures
    is_certain: bool
    shows_headcount: bool


class Coverage:
    """The consolidated accounts that show one figure, by those whose figures they hold."""

    def __init__(self, accounts: Sequence[Consolidated], least: Structure, most: Structure) -> None:
        self.accounts = accounts
        self._least = least
        self._most = most
        self._by_member = _by_member(accounts)
        self._certain = _by_member(each for each in accounts if each.is_certain)

    def outermost(self, member: str) -> Consolidated | None:
        """The certain accounts that stand for this member wherever it counts; `None` where it counts by itself."""
        holding = [each for each in self._certain.get(member, ()) if self._surely_beside(each, member)]
        return max(holding, key=lambda each: len(each.members), default=None)

    def may_be_held(self, member: str) -> bool:
        """Whether any accounts may stand for this member."""
        return any(self._possibly_beside(each, member) for each in self._by_member.get(member, ()))

    def is_held(self, member: str) -> bool:
        """Whether certain accounts stand for this member."""
        return any(self._surely_beside(each, member) for each in self._certain.get(member, ()))

    def may_be_within_others(self, accounts: Consolidated) -> bool:
        """Whether other accounts may stand for these."""
        parent = accounts.parent
        return any(
            self._possibly_beside(each, parent) for each in self._by_member[parent] if self._is_within(accounts, each)
        )

    def is_within_others(self, accounts: Consolidated) -> bool:
        """Whether other accounts certainly stand for these."""
        parent = accounts.parent
        return any(
            self._surely_beside(each, parent)
            for each in self._certain.get(parent, ())
            if self._is_within(accounts, each)
        )

    def _surely_beside(self, accounts: Consolidated, member: str) -> bool:
        """Whether these accounts count wherever the member counts."""
        least = self._least.groups
        if accounts.parent not in least:
            return False
        parent = least.of(accounts.parent)
        return parent == self._least.own or (member in least and parent == least.of(member))

    def _possibly_beside(self, accounts: Consolidated, member: str) -> bool:
        """Whether these accounts may count where the member counts."""
        most = self._most.groups
        return most.of(accounts.parent) in (self._most.own, most.of(member))

    def _is_within(self, inner: Consolidated, outer: Consolidated) -> bool:
        """Whether the outer accounts, which hold the parent of the inner ones, hold these, should both count."""
        if inner is outer:
            return False
        most = self._most.groups
        from_outside = most.of(outer.parent) == self._most.own != most.of(inner.parent)
        # Of two accounts of a year that share a member, one holds all of the other.
        return from_outside or len(inner.members) < len(outer.members)


def _by_member(accounts: Iterable[Consolidated]) -> dict[str, list[Consolidated]]:
    found: dict[str, list[Consolidated]] = {}
    for each in accounts:
        for member in each.members:
            found.setdefault(member, []).append(each)
    return found
