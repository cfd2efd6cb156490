"""Variants: the values that some figures take, one after the other, as columns.

A column of numbers is kept as whole numbers of a smallest unit, so that ten thousand of them are made and compared at
once, and are still exact.

>>> ranges = {"piedmont/minimum_cost": Steps("200000", "300000", "50000"), "piedmont/end_users_share": ["0.1", "0.2"]}
>>> grid = Variants.grid(ranges)
>>> len(grid), dict(grid.changes(3))
(6, {'piedmont/minimum_cost': Decimal('250000'), 'piedmont/end_users_share': Decimal('0.2')})
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.written import read_written
from clusterpolicy.whatif.drawing import generator

Whole = npt.NDArray[np.int64]

LARGEST = 10**12
"""No figure of a law is larger."""
MOST_VARIANTS = 10**8
"""As many as a column in memory holds with ease."""
_FINEST = 12
_MOST = 2**61
"""Whole numbers stay below this, so that two of them can be added."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one figure is in each variant.

    Attributes:
        wholes: The numbers, in units of `10 ** -scale`; where the values are no numbers, their place in `listed`.
        scale: How many decimals the numbers have.
        listed: The distinct values, where they are no numbers.
    """

    wholes: Whole
    scale: int = 0
    listed: tuple[Any, ...] | None = None

    def value(self, number: int) -> Any:
        """What the figure is in the variant of this number."""
        whole = int(self.wholes[number])
        return self.listed[whole] if self.listed is not None else Decimal(whole).scaleb(-self.scale)

    def distinct(self) -> Iterator[Any]:
        """Values that stand for all: of numbers the lowest and the highest, of others every one."""
        if self.listed is not None:
            yield from self.listed
        elif len(self.wholes):
            ends = {int(self.wholes.min()), int(self.wholes.max())}
            yield from (Decimal(end).scaleb(-self.scale) for end in sorted(ends))

    def taken(self, at: slice | Whole) -> Column:
        """Some of the variants."""
        return Column(self.wholes[at], self.scale, self.listed)


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbers from `lowest` to `highest`, both included, `step` by step. Texts are read exactly.

    Raises: InputError `sweep-invalid` for what is no exact number, for a step that is not above zero, and where the
    lowest is above the highest.
    """

    lowest: Decimal | int | str
    highest: Decimal | int | str
    step: Decimal | int | str

    def __post_init__(self) -> None:
        ends = [_exact(each) for each in (self.lowest, self.highest, self.step)]
        if None in ends or not ends[2] or ends[2] <= 0 or ends[0] > ends[1]:  # type: ignore[operator]  # `None` is out
            said = f"from {self.lowest} to {self.highest} by {self.step} there are no numbers"
            mend = "write the lowest, the highest and a step above zero, as 0.10, 0.40 and 0.05"
            raise InputError(Problem("sweep-invalid", "sweep", said, mend))

    def __len__(self) -> int:
        lowest, highest, step = self._numbers
        return int((highest - lowest) // step) + 1

    def at(self, places: Whole) -> Column:
        """The numbers at these places, counted from zero. Only they are made: steps of a cent are billions."""
        lowest, _, step = self._numbers
        scale = max(_decimals(lowest), _decimals(step))
        return Column(int(lowest.scaleb(scale)) + int(step.scaleb(scale)) * places, scale)

    @property
    def _numbers(self) -> tuple[Decimal, Decimal, Decimal]:
        lowest, highest, step = (_exact(each) or Decimal(0) for each in (self.lowest, self.highest, self.step))
        return lowest, highest, step


@dataclass(frozen=True)
class Variants:
    """The values of some figures in every variant, as columns.

    Attributes:
        columns: One column a figure, by its full name. The row of a table is named after it: `region/rates[small]`.
        number: How many variants there are.
    """

    columns: Mapping[str, Column]
    number: int

    @classmethod
    def grid(cls, values: Mapping[str, Steps | Sequence[Any]]) -> Variants:
        """Every combination of the values; the last figure changes fastest. Of no figures there is one: all as it is.

        Raises: InputError `sweep-invalid` for a figure without values, and for more than a hundred million variants.
        """
        number, found = prod(len(given) for given in values.values() if isinstance(given, Sized)), {}
        if number > MOST_VARIANTS:
            said = f"that is {number:,} variants, more than {MOST_VARIANTS:,}"
            raise InputError(Problem("sweep-invalid", "sweep", said, "take wider steps, or draw a sample"))
        columns = {name: _column(name, given) for name, given in values.items()}
        sizes = [len(each.wholes) for each in columns.values()]
        repeat = number
        for (name, column), size in zip(columns.items(), sizes, strict=True):
            repeat //= size
            places = np.tile(np.repeat(np.arange(size), repeat), number // (size * repeat))
            found[name] = column.taken(places)
        return cls(found, number)

    @classmethod
    def listed(cls, rows: Iterable[Mapping[str, Any]]) -> Variants:
        """One variant a row. Every row gives the same figures.

        Raises: InputError `sweep-invalid` where they do not.
        """
        found = list(rows)
        names = list(found[0]) if found else []
        if any(set(row) != set(names) for row in found):
            raise InputError(Problem("sweep-invalid", "sweep", "the rows give different figures", "give each the same"))
        return cls({name: _column(name, [row[name] for row in found]) for name in names}, len(found))

    @classmethod
    def of_columns(cls, columns: Mapping[str, Sequence[Any]]) -> Variants:
        """One variant for each place in the columns: the first values of all are the first variant, and so on.

        >>> pairs = Variants.of_columns({"region/limit": ["200000", "300000"], "region/rates[small]": ["0.5", "0.6"]})
        >>> dict(pairs.changes(1))
        {'region/limit': Decimal('300000'), 'region/rates[small]': Decimal('0.6')}

        Raises: InputError `sweep-invalid` for columns that are not of one length.
        """
        found = {name: _column(name, given) for name, given in columns.items()}
        lengths = {len(each.wholes) for each in found.values()}
        if len(lengths) != 1:
            said = f"the columns have {', '.join(map(str, sorted(lengths))) or 'no'} values"
            raise InputError(Problem("sweep-invalid", "sweep", said, "give each figure a value for each variant"))
        return cls(found, lengths.pop())

    @classmethod
    def sampled(cls, values: Mapping[str, Steps | Sequence[Any]], number: int, *, seed: int) -> Variants:
        """So many variants at random: each figure by itself, each of its values as likely. A seed repeats them.

        Raises: InputError `sweep-invalid` for fewer than one, for more than a hundred million, and for a figure without
        values.
        """
        if not 1 <= number <= MOST_VARIANTS:
            said = f"{number} is no number of variants to draw"
            raise InputError(Problem("sweep-invalid", "sweep", said, f"draw from 1 to {MOST_VARIANTS:,}"))
        random, found = generator(seed), {}
        for name, given in values.items():
            if isinstance(given, Steps):
                found[name] = given.at(random.integers(len(given), size=number))
            else:
                column = _column(name, given)
                found[name] = column.taken(random.integers(len(column.wholes), size=number))
        return cls(found, number)

    @classmethod
    def spread(cls, values: Mapping[str, Steps], shares: npt.NDArray[np.float64]) -> Variants:
        """One variant a row of `shares`: each says how far between the lowest and the highest a figure lies, 0 to 1.

        A value is the nearest step, so that it stays one that a law could say.
        """
        found = {}
        for at, (name, steps) in enumerate(values.items()):
            places = np.minimum((shares[:, at] * len(steps)).astype(np.int64), len(steps) - 1)
            found[name] = steps.at(places)
        return cls(found, len(shares))

    def __len__(self) -> int:
        return self.number

    def changes(self, number: int) -> dict[str, Any]:
        """The figures of one variant, by full name."""
        return {name: column.value(number) for name, column in self.columns.items()}

    def part(self, first: int, last: int) -> Variants:
        """The variants from `first` up to but without `last`."""
        places = slice(first, min(last, self.number))
        return Variants({name: each.taken(places) for name, each in self.columns.items()}, places.stop - first)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The figures, in the order of the columns."""
        return tuple(self.columns)


def _column(name: str, given: Steps | Sequence[Any]) -> Column:
    if isinstance(given, Steps):
        return given.at(np.arange(len(given), dtype=np.int64))
    values = [_plain(each) for each in given] if isinstance(given, Iterable) and not isinstance(given, str) else []
    if not values:
        raise InputError(Problem("sweep-invalid", name, "it has no values", "write Steps(...) or a list of values"))
    numbers = [_exact(each) for each in values]
    if None not in numbers:
        scale = max(_decimals(each) for each in numbers if each is not None)
        return Column(np.array([int(each.scaleb(scale)) for each in numbers if each is not None], np.int64), scale)
    distinct: list[Any] = []
    places = []
    for each in values:
        if each not in distinct:
            distinct.append(each)
        places.append(distinct.index(each))
    return Column(np.array(places, np.int64), 0, tuple(distinct))


def _plain(value: Any) -> Any:
    """A value, a text read as a parameter file writes it."""
    read = read_written(value) if isinstance(value, str) else value
    return value if read is None else tuple(read) if isinstance(read, list) else read


def _exact(value: Any) -> Decimal | None:
    """A number that a figure may be; `None` for what is none."""
    read = read_written(value) if isinstance(value, str) else value
    if not isinstance(read, int | Decimal) or isinstance(read, bool):
        return None
    number = Decimal(read)
    fits = number.is_finite() and abs(number) <= LARGEST and _decimals(number) <= _FINEST
    return number if fits and abs(number.scaleb(_decimals(number))) < _MOST else None


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
