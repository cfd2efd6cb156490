"""Values of any kind, as terms: what they may be where a condition leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from clusterpolicy.engines.frame.numbers import Number, Numbers
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.words import Category, Codes, Text, Words

Lowered = Term | Number | Category | Text | Codes
"""What stands for a cell: a truth, a number or a day, a category, a text, a list of codes."""


class Values:
    """Chooses among values of any kind."""

    def __init__(self, numbers: Numbers, words: Words) -> None:
        self.t = numbers.t
        self.numbers = numbers
        self.words = words

    def choose(self, condition: Term, value: Lowered, otherwise: Lowered) -> Lowered:
        """One value where a condition is true, else another; all that it may be where the condition is null."""
        if condition.is_constant and condition.value is not None:
            return value if condition.value else otherwise
        if isinstance(value, Term):
            return self.chosen_truth(condition, value, cast(Term, otherwise))
        if isinstance(value, Number):
            return self.numbers.choose(condition, value, cast(Number, otherwise))
        if isinstance(value, Category):
            return self.words.chosen_category(condition, value, cast(Category, otherwise))
        assert isinstance(value, Text)  # lists of codes are figures, and are not chosen
        return self.words.chosen_text(condition, value, cast(Text, otherwise))

    def chosen_truth(self, condition: Term, value: Term, otherwise: Term) -> Term:
        """One truth where a condition is true, else another; what both agree on where the condition is null."""
        same = self.t.both((self.t.is_null(condition), self.differ(value, otherwise)))
        return self.t.choose([(condition, value), (same, self.t.nothing("truth"))], otherwise)

    def differ(self, one: Term, other: Term) -> Term:
        """Whether two truths are not the same; a null is the same as nothing. Never null."""
        no, yes = self.t.constant(False), self.t.constant(True)
        both_hold = self.t.both((self.t.filled(one, no), self.t.filled(other, no)))
        both_fail = self.t.opposite(self.t.either((self.t.filled(one, yes), self.t.filled(other, yes))))
        return self.t.opposite(self.t.either((both_hold, both_fail)))

    def any_of(self, possible: Sequence[tuple[Term, Lowered]], *, exactly_one: bool) -> Lowered:
        """The value whose condition holds; where several do, all that it may be. One of them holds in every row."""
        *others, (reached, found) = possible
        for condition, value in reversed(others):
            if exactly_one:
                found = self.choose(condition, value, found)
                continue
            # true where nothing else is possible, null where something else is
            alone = self.t.choose([(reached, self.t.nothing("truth"))], self.t.constant(True))
            found = self.choose(self.t.choose([(condition, alone)], self.t.constant(False)), value, found)
            reached = self.t.either((reached, condition))
        return found
