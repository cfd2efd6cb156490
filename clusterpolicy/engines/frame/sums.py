"""What rows in memory give together, in one pass: differences of running sums, read at the last row of each group.

Rows stand in the order of the rows around them, so each group is in one piece. Flags are counted several in one number:
no group has more rows than is known, so each count has bits of its own, and one running sum does for all of them. A
running sum may run over the end of its range: it comes back by the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from clusterpolicy.engines.frame.sizes import engine_for
from clusterpolicy.engines.frame.steps import Gathered

_LAST = "_last"
_BITS, _BITS_OF_SHORT = 64, 32
"""How many bits a number has that flags are counted in; a short one is added up in half the time."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Flags that are counted in one number, each in as many bits as the largest group needs.

    A flag of which several things are asked is counted once.
    """

    name: str
    flags: tuple[tuple[Gathered, ...], ...]
    bits: int

    @property
    def type(self) -> type[pl.UInt32] | type[pl.UInt64]:
        """The type of the number."""
        return pl.UInt32 if self.bits * len(self.flags) <= _BITS_OF_SHORT else pl.UInt64

    def of_row(self) -> pl.Expr:
        """What one row adds to the number."""
        ones = [self._one(flag[0].given, 1 << self.bits * at) for at, flag in enumerate(self.flags)]
        found = ones[0]
        for each in ones[1:]:
            found = found + each
        return found.alias(self.name)

    def _one(self, flag: pl.Expr, value: int) -> pl.Expr:
        # a flag that is null is not true
        return pl.when(flag).then(pl.lit(value, dtype=self.type)).otherwise(pl.lit(0, dtype=self.type))

    def of_group(self) -> Iterator[pl.Expr]:
        """What each flag is of a group: whether any row has it, or how many have."""
        for at, flag in enumerate(self.flags):
            first, mask = 1 << self.bits * at, (1 << self.bits) - 1
            for asked in flag:
                if asked.term.what == "any":
                    yield (pl.col(self.name) & (mask * first) != 0).alias(asked.name)
                else:
                    count = pl.col(self.name) // first & mask if first > 1 else pl.col(self.name) & mask
                    yield count.cast(pl.Int64).alias(asked.name)


def summed(rows: pl.DataFrame, gathered: Sequence[Gathered], is_last: pl.Series, most: int) -> pl.DataFrame:
    """The sums and counts of each group, one row each.

    Args:
        rows: The rows, each group in one piece.
        gathered: Sums, counts, and whether any row has a flag.
        is_last: Whether a row is the last one of its group.
        most: How many rows the largest group has.
    """
    packs = _packed([each for each in gathered if each.term.parts[0].type == "truth"], most)
    numbers = [each for each in gathered if each.term.parts[0].type != "truth"]
    names = [*(each.name for each in numbers), *(pack.name for pack in packs)]
    of_rows = [*(each.given.alias(each.name) for each in numbers), *(pack.of_row() for pack in packs)]
    running = rows.lazy().select(is_last.alias(_LAST), *of_rows).select(_LAST, pl.col(names).cum_sum())
    found = running.filter(_LAST).select(pl.col(names) - pl.col(names).shift(1, fill_value=0))
    told = [*(pl.col(each.name) for each in numbers), *(each for pack in packs for each in pack.of_group())]
    return found.select(told).collect(engine=engine_for(rows.height)).rechunk()


def _packed(flags: Sequence[Gathered], most: int) -> list[Packed]:
    bits = max(most, 1).bit_length()
    each = max(1, _BITS // bits)
    by_flag: dict[int, list[Gathered]] = {}
    for flag in flags:
        by_flag.setdefault(flag.term.parts[0].number, []).append(flag)
    counted = [tuple(asked) for asked in by_flag.values()]
    return [Packed(f"_flags_{at}", tuple(counted[at : at + each]), bits) for at in range(0, len(counted), each)]
