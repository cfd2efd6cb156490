"""Categories, texts and lists of codes of which may be open what they are.

A category is kept as one truth for each of its options: whether it may be that one. A text is kept as everything it may
be, each with the condition under which it may; so is a list of codes. Conditions are never null, and at least one of
them holds in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.terms import Terms


@dataclass(frozen=True, slots=True)
class Category:
    """For each option whether the category may be it. `is_known`: exactly one of them it may."""

    may_be: Mapping[str, Term]
    is_known: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Conditions, and what the text may be where they hold; a null may be any text."""

    possible: tuple[tuple[Term, Term], ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Conditions, and which list of codes may be meant where they hold."""

    possible: tuple[tuple[Term, tuple[str, ...]], ...]


class Words:
    """Answers questions about categories and texts."""

    def __init__(self, terms: Terms) -> None:
        self.t = terms
        self.yes = terms.constant(True)
        self.no = terms.constant(False)

    # --- categories -------------------------------------------------------------------------------------------------

    def category(self, term: Term, options: Sequence[str]) -> Category:
        """The category that a text names; any where it is null."""
        if term.is_constant:
            known = term.value is not None
            return Category({option: self.t.constant(not known or option == term.value) for option in options}, known)
        unknown = self.t.is_null(term)
        found = {option: self.t.either((unknown, self._is(term, option))) for option in options}
        return Category(found, not term.lacks)

    def among_options(self, term: Term, options: Sequence[str]) -> Category:
        """The category of which a text names all that it may be, divided by bars; any where it is null."""
        unknown = self.t.is_null(term)
        found = {
            option: self.t.either((unknown, self.t.filled(self.t.has_option(term, option), self.no)))
            for option in options
        }
        return Category(found, False)

    def number_of(self, category: Category) -> Term:
        """Which of its options a category is, counted from 0; null where that is open."""
        cases = []
        for number, (option, may) in enumerate(category.may_be.items()):
            others = [term for name, term in category.may_be.items() if name != option]
            only = may if category.is_known else self.t.both((may, *(self.t.opposite(each) for each in others)))
            cases.append((only, self.t.constant(number)))
        if category.is_known:
            return self.t.choose(cases[:-1], cases[-1][1])
        return self.t.choose(cases, self.t.nothing("number"))

    def same_category(self, left: Category, right: Category) -> Term:
        """Whether two categories are the same; null where that is open."""
        meet = self.t.either(self.t.both((left.may_be[option], right.may_be[option])) for option in left.may_be)
        if left.is_known and right.is_known:
            return meet
        # the same for sure: neither may be anything but one and the same option
        differ = self.t.either(
            self.t.both((may, other))
            for option, may in left.may_be.items()
            for name, other in right.may_be.items()
            if name != option
        )
        return self._agreed(meet, differ)

    def chosen_category(self, condition: Term, value: Category, otherwise: Category) -> Category:
        """One category where a condition is true, else another; either where it is null."""
        if_true, if_not = self._ways(condition)
        found = {
            option: self.t.either((self.t.both((if_true, may)), self.t.both((if_not, otherwise.may_be[option]))))
            for option, may in value.may_be.items()
        }
        return Category(found, value.is_known and otherwise.is_known and not condition.lacks)

    # --- texts ------------------------------------------------------------------------------------------------------

    def same_text(self, left: Text, right: Text) -> Term:
        """Whether two texts are the same; null where that is open."""
        return self._agreed_answer(
            (self.t.both((one, other)), self.t.compare("==", text, another))
            for one, text in left.possible
            for other, another in right.possible
        )

    def chosen_text(self, condition: Term, value: Text, otherwise: Text) -> Text:
        """One text where a condition is true, else another; either where it is null."""
        if_true, if_not = self._ways(condition)
        return Text(self._joined(if_true, value.possible, if_not, otherwise.possible))

    # --- lists of codes ---------------------------------------------------------------------------------------------

    def row_of_codes(self, table: Mapping[str, tuple[str, ...]], key: Category | Text) -> Codes:
        """The list in the row of a table that is meant; an empty one where there is no such row."""
        if isinstance(key, Category):
            return Codes(tuple((may, table.get(option, ())) for option, may in key.may_be.items()))
        names = tuple(table)
        found: list[tuple[Term, tuple[str, ...]]] = []
        for condition, text in key.possible:
            unknown = self.t.is_null(text)
            rows = [(self._is(text, name), codes) for name, codes in table.items()]
            rows.append(
                (self.t.opposite(self.t.filled(self.t.is_in(text, names), self.yes)) if names else self.yes, ())
            )
            found += [(self.t.both((condition, self.t.either((unknown, holds)))), codes) for holds, codes in rows]
        return Codes(tuple(found))

    def is_among(self, item: Category | Text, codes: Codes) -> Term:
        """Whether a category or text is one of the codes; null where that is open."""
        if isinstance(item, Text):
            return self._agreed_answer(
                (self.t.both((condition, meant)), self.t.is_in(text, each) if each else self.no)
                for condition, text in item.possible
                for meant, each in codes.possible
            )
        return self._agreed_answer(
            (self.t.both((may, meant)), self.t.constant(option in each))
            for option, may in item.may_be.items()
            for meant, each in codes.possible
        )

    def begins_with(self, text: Text, codes: Codes) -> Term:
        """Whether a text begins with one of the codes; null where that is open."""
        return self._agreed_answer(
            (self.t.both((condition, meant)), self._begins(each, begins))
            for condition, each in text.possible
            for meant, begins in codes.possible
        )

    def _begins(self, text: Term, codes: tuple[str, ...]) -> Term:
        if not codes or "" in codes:
            return self.t.constant(bool(codes))
        return self.t.starts_with(text, codes)

    # --- what all possibilities agree on ----------------------------------------------------------------------------

    def _agreed_answer(self, answers: Iterable[tuple[Term, Term]]) -> Term:
        """The answer that all give whose condition holds; null where they differ, and where one gives none."""
        pairs = [pair for pair in answers if not (pair[0].is_constant and not pair[0].value)]
        if len(pairs) == 1:
            return pairs[0][1]
        may_hold = self.t.either(self.t.both((when, self.t.filled(said, self.yes))) for when, said in pairs)
        opposite = [(when, self.t.opposite(self.t.filled(said, self.no))) for when, said in pairs]
        return self._agreed(may_hold, self.t.either(self.t.both(each) for each in opposite))

    def _agreed(self, may_hold: Term, may_fail: Term) -> Term:
        if may_fail.is_constant and not may_fail.value:
            return self.yes
        if may_hold.is_constant and not may_hold.value:
            return self.no
        cases = [(self.t.opposite(may_fail), self.yes), (self.t.opposite(may_hold), self.no)]
        return self.t.choose(cases, self.t.nothing("truth"))

    def _is(self, text: Term, name: str) -> Term:
        return self.t.filled(self.t.compare("==", text, self.t.constant(name)), self.no)

    def _ways(self, condition: Term) -> tuple[Term, Term]:
        """Whether a condition may hold, and whether it may not."""
        return self.t.filled(condition, self.yes), self.t.opposite(self.t.filled(condition, self.no))

    def _joined(
        self, if_true: Term, values: Sequence[tuple[Term, Term]], if_not: Term, others: Sequence[tuple[Term, Term]]
    ) -> tuple[tuple[Term, Term], ...]:
        by_text: dict[int, tuple[Term, Term]] = {}
        ways = [(if_true, each) for each in values] + [(if_not, each) for each in others]
        for way, (condition, text) in ways:
            holds = self.t.both((way, condition))
            if holds.is_constant and not holds.value:
                continue
            before = by_text.get(text.number)
            by_text[text.number] = (holds if before is None else self.t.either((before[0], holds)), text)
        return tuple(by_text.values())
