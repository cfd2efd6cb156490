"""Who holds which parts of whom, as whole numbers.

Each enterprise is thought of as cut into so many parts that every holding in it is a whole number of them. Whole
numbers are added and compared many times faster than fractions, and in a graph of many thousands of holdings they leave
the garbage collector nothing to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from math import lcm

from clusterpolicy.model.ownership import Control, Holding, OwnershipGraph

NOTHING = Fraction(0)
WHOLE = Fraction(1)

Part = int | Fraction
"""So many parts of an enterprise: whole ones, but where no reasonable number of parts fits all that is held in it."""

Stake = tuple[str, str, Part | None, Part | None, tuple[Control, ...] | None]
"""One holding: holder, held, capital, votes, other control. A plain tuple, which the garbage collector passes over."""

_MOST_BITS = 256
"""Enterprises are not cut into more parts than a number of so many bits can say: then fractions are quicker."""


class Side(Enum):
    """From which side what is not known is looked at."""

    LEAST = "certain"
    MOST = "possible"


class Holdings:
    """All holdings of a graph, by holder and by the enterprise held."""

    def __init__(self, graph: OwnershipGraph) -> None:
        by_held: defaultdict[str, list[Holding]] = defaultdict(list)
        for each in graph.holdings:
            by_held[each.held].append(each)
        by_holder: defaultdict[str, list[Stake]] = defaultdict(list)
        self._in: dict[str, tuple[Stake, ...]] = {}
        self._wholes: dict[str, int] = {}
        self._rests: dict[str, tuple[Part, Part]] = {}
        for held, holdings in by_held.items():
            whole = self._wholes[held] = _whole(holdings)
            stakes = self._in[held] = tuple([_stake(each, whole) for each in holdings])
            for stake in stakes:
                by_holder[stake[0]].append(stake)
        self._of = {holder: tuple(stakes) for holder, stakes in by_holder.items()}

    def of(self, holder: str) -> Sequence[Stake]:
        """What this party holds."""
        return self._of.get(holder, ())

    def into(self, held: str) -> Sequence[Stake]:
        """What others hold in this party."""
        return self._in.get(held, ())

    def whole(self, held: str) -> int:
        """Into how many parts this party is cut."""
        return self._wholes.get(held, 1)

    def rest(self, held: str) -> tuple[Part, Part]:
        """What the holdings that are not known can be at most, all together: capital and votes."""
        found = self._rests.get(held)
        if found is None:
            whole, stakes = self.whole(held), self.into(held)
            known = sum(each[2] or 0 for each in stakes), sum(each[3] or 0 for each in stakes)
            found = self._rests[held] = (whole - known[0], whole - known[1])
        return found

    def capital(self, stakes: Iterable[Stake], held: str, side: Side) -> Part:
        """The part of the capital that several stakes in `held` are together, at least or at most."""
        known, is_open = _together([each[2] for each in stakes])
        return known + self.rest(held)[0] if is_open and side is Side.MOST else known

    def votes(self, stakes: Iterable[Stake], held: str, side: Side) -> Part:
        """The part of the votes that several stakes in `held` are together, at least or at most."""
        known, is_open = _together([each[3] for each in stakes])
        return known + self.rest(held)[1] if is_open and side is Side.MOST else known

    def greater(self, stakes: Sequence[Stake], held: str, side: Side) -> Part:
        """The greater of capital and votes. Source: annex I, Art. 6(2)."""
        return max(self.capital(stakes, held, side), self.votes(stakes, held, side))

    def share(self, part: Part, held: str) -> Fraction:
        """So many parts of `held` as a part of 1."""
        return Fraction(part, self.whole(held))


def _together(parts: Sequence[Part | None]) -> tuple[Part, bool]:
    """The parts that are known together, and whether some are not known."""
    if len(parts) == 1:
        return parts[0] or 0, parts[0] is None
    known = [each for each in parts if each is not None]
    return sum(known), len(known) < len(parts)


def _whole(holdings: Iterable[Holding]) -> int:
    whole = 1
    for each in holdings:
        for share in (each.capital, each.votes):
            if share is not None and whole % share.denominator:
                whole = lcm(whole, share.denominator)
                if whole.bit_length() > _MOST_BITS:
                    return 1
    return whole


def _stake(holding: Holding, whole: int) -> Stake:
    capital, votes = _part(holding.capital, whole), _part(holding.votes, whole)
    return holding.holder, holding.held, capital, votes, holding.other_control


def _part(share: Fraction | None, whole: int) -> Part | None:
    if share is None:
        return None
    above, below = share.as_integer_ratio()
    return share * whole if whole % below else above * (whole // below)
