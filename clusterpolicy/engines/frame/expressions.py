"""Expressions for terms, of Narwhals or, in memory, of Polars itself, which calls by the same names what is asked here.

Only what every dataframe library answers alike is asked; see decision 0012.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope

LARGEST_64 = 2**63 - 1
LARGEST_128 = 2**127 - 1

_TYPES = {"truth": "Boolean", "text": "String", "number": "Int64"}

_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "plus": lambda left, right: left + right,
    "minus": lambda left, right: left - right,
    "times": lambda left, right: left * right,
    "over": lambda left, right: left // right,
}

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


def is_wide(term: Term) -> bool:
    """Whether a number needs more than 64 bits."""
    if term.type == "number" and term.size > LARGEST_128:
        raise refused("an amount of more than 38 digits", "divide the portfolio, or look for a figure too large")
    return term.type == "number" and term.size > LARGEST_64


def name_in(scope: Scope, term: Term) -> str:
    """The name of the column of a term in a table: its own for a fact of that table, a number for all else."""
    return str(term.value) if term.what == "column" and term.scope is scope else f"_{term.number}"


class Expressions:
    """Writes terms of one table, given which of them are columns there.

    `library` is Narwhals or Polars. What is written is an expression of that library.
    """

    def __init__(self, columns: Mapping[int, str], library: Any) -> None:
        self.columns = columns
        self.library = library
        self._written: dict[tuple[int, bool], Any] = {}

    def of(self, term: Term, *, wide: bool = False) -> Any:
        """The expression of a term: of its column, if it has one."""
        key = (term.number, wide)
        found = self._written.get(key)
        if found is None:
            name = self.columns.get(term.number)
            found = self.library.col(name) if name is not None else self.written(term, wide=wide)
            if wide and term.type == "number" and not is_wide(term) and not term.is_constant:
                found = found.cast(self.library.Int128)
            self._written[key] = found
        return found

    def written(self, term: Term, *, wide: bool = False) -> Any:
        """The expression of a term, written out."""
        library = self.library
        match term.what:
            case "constant":
                is_large = term.type == "number" and (wide or is_wide(term))
                type_ = getattr(library, "Int128" if is_large else _TYPES[term.type])
                return library.lit(term.value, dtype=type_)
            case "column":
                return library.col(str(term.value))
            case "and" | "or":
                first, *rest = (self.of(part) for part in term.parts)
                for each in rest:
                    first = first & each if term.what == "and" else first | each
                return first
            case "not":
                return ~self.of(term.parts[0])
            case "is null":
                return self.of(term.parts[0]).is_null()
            case "is in":
                return self.of(term.parts[0]).is_in(list(term.value))
            case "starts with":
                first, *rest = (self.of(term.parts[0]).str.starts_with(code) for code in term.value)
                for each in rest:
                    first = first | each
                return first
            case "has option":
                text = library.concat_str(library.lit("|"), self.of(term.parts[0]), library.lit("|"))
                return text.str.contains(f"|{term.value}|", literal=True)
            case "compare":
                left, right = self._numbers(term.parts, within=term)
                return _COMPARISONS[term.value](left, right)
            case "within":
                return self.of(term.parts[0], wide=wide)
            case "filled":
                return self._filled(term)
            case _:
                return self._number_or_choice(term)

    def _number_or_choice(self, term: Term) -> Any:
        parts = self._numbers(term.parts, within=term)
        if term.what in _NUMBERS:
            found = _NUMBERS[term.what](*parts)
        elif term.what in ("least", "greatest"):
            found = self.library.min_horizontal(*parts) if term.what == "least" else self.library.max_horizontal(*parts)
        else:
            assert term.what == "choose", f"{term.what} is found by its table"
            found = parts[-1]
            for number in reversed(range(len(parts) // 2)):
                found = self.library.when(parts[2 * number]).then(parts[2 * number + 1]).otherwise(found)
        if term.type == "number" and not is_wide(term) and self._any_wide(term):
            return found.cast(self.library.Int64)
        return found

    def _filled(self, term: Term) -> Any:
        one, other = self._numbers(term.parts, within=term)
        value = term.parts[1]
        if value.is_constant and value.value is not None and not self._any_wide(term):
            return one.fill_null(value.value)
        return self.library.when(~one.is_null()).then(one).otherwise(other)

    def _any_wide(self, term: Term) -> bool:
        return is_wide(term) or any(is_wide(part) for part in term.parts if part.type == "number")

    def _numbers(self, parts: tuple[Term, ...], *, within: Term) -> list[Any]:
        """The expressions of parts, numbers all of one width."""
        wide = self._any_wide(within)
        return [self.of(part, wide=wide) if part.type == "number" else self.of(part) for part in parts]
