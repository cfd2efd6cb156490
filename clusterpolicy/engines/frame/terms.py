"""Terms: what is found for each row of a table, as plain data that any dataframe library can be asked for.

A term belongs to the rows of one table, or is a constant. Equal terms are one and the same, so what two formulas share
is found once. Constants are reckoned at once: a figure of the law never becomes a column. What may be null is known of
each term, and how large a number can be, so that no number can overflow unseen.

A null means that a truth or a text is not known, or that a number has no bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from clusterpolicy.engines.frame.term import COMPARISONS, FLIPPED, Term, Type, innermost, settled_by_bounds
from clusterpolicy.language.scope import Scope


@dataclass(slots=True)
class Terms:
    """Makes terms, each once. `most_members` is how many rows of a table may belong to one row of the table around."""

    most_members: dict[Scope, int] = field(default_factory=dict)
    _made: dict[tuple[object, ...], Term] = field(default_factory=dict)

    # --- leaves -----------------------------------------------------------------------------------------------------

    def constant(self, value: bool | int | str) -> Term:
        """A value that is the same for every row."""
        if isinstance(value, bool):
            return self._term("constant", (), value, "truth")
        if isinstance(value, int):
            return self._term("constant", (), value, "number", lowest=value, highest=value)
        return self._term("constant", (), value, "text")

    def nothing(self, of: Type) -> Term:
        """A null."""
        return self._term("constant", (), None, of, lacks=True)

    def column(self, scope: Scope, name: str, of: Type, *, lacks: bool, lowest: int = 0, highest: int = 0) -> Term:
        """A column of a table. Its numbers lie within the bounds given."""
        return self._term("column", (), name, of, scope=scope, lacks=lacks, lowest=lowest, highest=highest)

    # --- truths -----------------------------------------------------------------------------------------------------

    def both(self, terms: Iterable[Term]) -> Term:
        """Whether all hold, by Kleene: false as soon as one is false."""
        return self._kleene("and", terms, settled_by=False)

    def either(self, terms: Iterable[Term]) -> Term:
        """Whether any holds, by Kleene: true as soon as one is true."""
        return self._kleene("or", terms, settled_by=True)

    def opposite(self, term: Term) -> Term:
        """Whether it does not hold; null of a null."""
        if term.is_constant:
            return term if term.value is None else self.constant(not term.value)
        if term.what == "not":
            return term.parts[0]
        return self._term("not", (term,), None, "truth", lacks=term.lacks)

    def is_null(self, term: Term) -> Term:
        """Whether there is no value."""
        if term.what == "not":  # of which Ibis would write NOT (x IS NULL)
            return self.is_null(term.parts[0])
        if term.is_constant or not term.lacks:
            return self.constant(term.is_constant and term.value is None)
        return self._term("is null", (term,), None, "truth")

    def compare(self, relation: str, left: Term, right: Term) -> Term:
        """Whether two numbers or texts stand in a relation; null where one is null."""
        if left.is_constant and right.is_constant:
            if left.value is None or right.value is None:
                return self.nothing("truth")
            return self.constant(COMPARISONS[relation](left.value, right.value))
        if left.is_constant or (relation in (">", ">=") and not right.is_constant):
            return self.compare_in_order(FLIPPED[relation], right, left)
        return self.compare_in_order(relation, left, right)

    def compare_in_order(self, relation: str, left: Term, right: Term) -> Term:
        """The comparison, its sides as they stand."""
        if (left.is_constant and left.value is None) or (right.is_constant and right.value is None):
            return self.nothing("truth")
        lacks = left.lacks or right.lacks
        if not lacks and left.type == "number":
            settled = settled_by_bounds(relation, left, right)
            if settled is not None:
                return self.constant(settled)
        return self._term("compare", (left, right), relation, "truth", lacks=lacks)

    def is_in(self, term: Term, codes: tuple[str, ...]) -> Term:
        """Whether a text is one of some; null of a null."""
        if term.is_constant:
            return self.nothing("truth") if term.value is None else self.constant(term.value in codes)
        if len(codes) == 1:
            return self.compare("==", term, self.constant(codes[0]))
        return self._term("is in", (term,), codes, "truth", lacks=term.lacks)

    def starts_with(self, term: Term, codes: tuple[str, ...]) -> Term:
        """Whether a text begins with one of some; null of a null."""
        if term.is_constant:
            return self.nothing("truth") if term.value is None else self.constant(term.value.startswith(codes))
        return self._term("starts with", (term,), codes, "truth", lacks=term.lacks)

    def has_option(self, term: Term, option: str) -> Term:
        """Whether `option` is among those that a text names, divided by bars; null of a null."""
        return self._term("has option", (term,), option, "truth", lacks=term.lacks)

    # --- numbers ----------------------------------------------------------------------------------------------------

    def plus(self, left: Term, right: Term) -> Term:
        """The sum; null where one is null."""
        if left.is_constant and left.value == 0 and left.value is not None:
            return right
        if right.is_constant and right.value == 0 and right.value is not None:
            return left
        low, high = left.lowest + right.lowest, left.highest + right.highest
        return self._number("plus", left, right, low, high, lambda a, b: a + b)

    def minus(self, left: Term, right: Term) -> Term:
        """The difference; null where one is null."""
        if right.is_constant and right.value == 0 and right.value is not None:
            return left
        low, high = left.lowest - right.highest, left.highest - right.lowest
        return self._number("minus", left, right, low, high, lambda a, b: a - b)

    def times(self, left: Term, right: Term) -> Term:
        """The product; null where one is null."""
        for one, other in ((left, right), (right, left)):
            if one.is_constant and one.value == 1:
                return other
        corners = [a * b for a in (left.lowest, left.highest) for b in (right.lowest, right.highest)]
        return self._number("times", left, right, min(corners), max(corners), lambda a, b: a * b)

    def over(self, term: Term, divisor: int) -> Term:
        """The quotient by a constant above zero, rounded down; null of a null."""
        if divisor == 1:
            return term
        bounds = term.lowest // divisor, term.highest // divisor
        return self._number("over", term, self.constant(divisor), *bounds, lambda a, b: a // b)

    def least(self, terms: Sequence[Term]) -> Term:
        """The least of those that are not null; null where all are."""
        return self._extreme("least", terms, min)

    def greatest(self, terms: Sequence[Term]) -> Term:
        """The greatest of those that are not null; null where all are."""
        return self._extreme("greatest", terms, max)

    # --- choices ----------------------------------------------------------------------------------------------------

    def filled(self, term: Term, value: Term) -> Term:
        """The term, or `value` where it is null."""
        if not term.lacks:
            return term
        if term.is_constant:
            return value
        low, high = min(term.lowest, value.lowest), max(term.highest, value.highest)
        return self._term("filled", (term, value), None, term.type, lacks=value.lacks, lowest=low, highest=high)

    def within(self, term: Term, lowest: int, highest: int) -> Term:
        """The same number, of which is known that it lies within bounds that its parts do not tell."""
        if term.is_constant:
            return term
        low, high = max(lowest, term.lowest), min(highest, term.highest)
        return self._term("within", (term,), (low, high), term.type, lacks=term.lacks, lowest=low, highest=high)

    def choose(self, cases: Iterable[tuple[Term, Term]], otherwise: Term) -> Term:
        """The value of the first case whose condition is true, else `otherwise`. A null condition is not true."""
        kept: list[tuple[Term, Term]] = []
        for condition, value in cases:
            if condition.is_constant and not condition.value:
                continue
            if condition.is_constant:
                otherwise = value
                break
            kept.append((condition, value))
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        if not kept:
            return otherwise
        values = [*(value for _, value in kept), otherwise]
        if len(kept) == 1 and otherwise.type == "truth" and not kept[0][0].lacks and not otherwise.lacks:
            condition, value = kept[0]
            if value.is_constant and value.value is not None:  # two truths: shorter said with "and" and "or"
                if value.value:
                    return self.either((condition, otherwise))
                return self.both((self.opposite(condition), otherwise))
        lacks = any(value.lacks for value in values)
        known = [value for value in values if not (value.is_constant and value.value is None)]
        parts = (*(each for case in kept for each in case), otherwise)
        return self._term(
            "choose",
            parts,
            None,
            otherwise.type,
            lacks=lacks,
            lowest=min((value.lowest for value in known), default=0),
            highest=max((value.highest for value in known), default=0),
        )

    # --- what the rows of another table give together ---------------------------------------------------------------

    def gather(self, how: Literal["sum", "count", "any", "least", "greatest"], term: Term, members: Scope) -> Term:
        """What the rows of `members` give together, for each row of the table around them; nulls are left out.

        Of no rows a sum and a count of truths are zero, an "any" is false, and an extreme is null.
        """
        assert members.parent is not None
        if how == "count" and term.is_constant:
            return self.gather("sum", self.constant(1 if term.value else 0), members)
        if how == "any" and term.is_constant:
            some = self.gather("sum", self.constant(1), members)
            return self.compare(">", some, self.constant(0)) if term.value else self.constant(False)
        if term.is_constant and how in ("least", "greatest"):
            some = self.compare(">", self.gather("sum", self.constant(1), members), self.constant(0))
            return self.choose([(some, term)], self.nothing(term.type))
        if how == "sum" and term.is_constant and term.value != 1:
            return self.times(self.gather("sum", self.constant(1), members), term) if term.value else term
        most = self.most_members.get(members, 1)
        low, high = term.lowest, term.highest
        if how == "sum":
            low, high = min(0, low * most), max(0, high * most)
        elif how == "count":
            low, high = 0, most
        made: Type = "truth" if how == "any" else "number" if how == "count" else term.type
        lacks = how in ("least", "greatest")
        return self._term(
            how, (term,), None, made, scope=members.parent, lacks=lacks, lowest=low, highest=high, members=members
        )

    # --- how terms are made -----------------------------------------------------------------------------------------

    def _kleene(self, what: str, terms: Iterable[Term], *, settled_by: bool) -> Term:
        kept: dict[int, Term] = {}
        for term in terms:
            if term.is_constant and term.value is settled_by:
                return term
            if term.is_constant and term.value is not None:
                continue
            for each in term.parts if term.what == what else (term,):
                kept[each.number] = each
        parts = tuple(kept[number] for number in sorted(kept))
        if not parts:
            return self.constant(not settled_by)
        if len(parts) == 1:
            return parts[0]
        return self._term(what, parts, None, "truth", lacks=any(part.lacks for part in parts))

    def _number(
        self, what: str, left: Term, right: Term, lowest: int, highest: int, reckon: Callable[[int, int], int]
    ) -> Term:
        if left.is_constant and right.is_constant:
            if left.value is None or right.value is None:
                return self.nothing("number")
            return self.constant(reckon(left.value, right.value))
        if any(side.is_constant and side.value is None for side in (left, right)):
            return self.nothing("number")
        lacks = left.lacks or right.lacks
        return self._term(what, (left, right), None, "number", lacks=lacks, lowest=lowest, highest=highest)

    def _extreme(self, what: str, terms: Sequence[Term], pick: Callable[[Iterable[int]], int]) -> Term:
        known = {term.number: term for term in terms if not (term.is_constant and term.value is None)}
        constants = [term.value for term in known.values() if term.is_constant]
        parts = [term for term in known.values() if not term.is_constant]
        if constants:
            parts.append(self.constant(pick(constants)))
        if not parts:
            return self.nothing("number")
        if len(parts) == 1:
            return parts[0]
        lacks = all(part.lacks for part in parts)
        sure = [part for part in parts if not part.lacks] or parts
        if what == "least":
            low, high = min(part.lowest for part in parts), max(part.highest for part in parts)
            high = high if lacks else min(part.highest for part in sure)
        else:
            low, high = min(part.lowest for part in parts), max(part.highest for part in parts)
            low = low if lacks else max(part.lowest for part in sure)
        return self._term(what, tuple(parts), None, "number", lacks=lacks, lowest=low, highest=high)

    def _term(
        self,
        what: str,
        parts: tuple[Term, ...],
        value: Any,
        of: Type,
        *,
        scope: Scope | None = None,
        lacks: bool = False,
        lowest: int = 0,
        highest: int = 0,
        members: Scope | None = None,
    ) -> Term:
        key = (what, tuple(part.number for part in parts), value, of, type(value), scope, members)
        found = self._made.get(key)
        if found is None:
            place = scope if scope is not None else innermost(parts)
            found = Term(len(self._made), what, parts, value, of, place, lacks, lowest, highest, members)
            self._made[key] = found
        return found
