"""What the members of a collection give together, as terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, cast

from clusterpolicy.engines.frame.numbers import Number
from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.values import Lowered, Values
from clusterpolicy.engines.frame.words import Category
from clusterpolicy.engines.plan import Cell, members_of, never_negative
from clusterpolicy.language import nodes as n
from clusterpolicy.language.scope import Scope


class Gathering:
    """Gathers the members of collections. `known` says of each row around them whether they are known."""

    def __init__(self, values: Values, known: Callable[[Scope], Term]) -> None:
        self.values = values
        self.t = values.t
        self.known = known

    def of(self, cell: Cell, parts: Sequence[Lowered], unknown: Lowered) -> Lowered:
        """What the members give together. `unknown` is what their value may be where nobody knows whose it is."""
        members, node = members_of(cell), cell.node
        match node:
            case n.Aggregate("every"):
                return self._settled(cast(Term, parts[0]), members, by=False)
            case n.Aggregate("some"):
                return self._settled(cast(Term, parts[0]), members, by=True)
            case n.Aggregate("count"):
                return self._count(cast(Term, parts[0]), members)
            case n.Aggregate("total"):
                counts = cast(Term, parts[1]) if node.where is not None else self.t.constant(True)
                return self._total(cast(Number, parts[0]), counts, members, never_negative(cell))
            case n.Aggregate("largest"):
                counts = cast(Term, parts[1]) if node.where is not None else self.t.constant(True)
                return self._largest(cast(Number, parts[0]), counts, members)
            case n.Latest():
                counts = cast(Term, parts[2]) if node.where is not None else self.t.constant(True)
                return self._latest(parts[0], cast(Number, parts[1]).low, counts, members, unknown)
            case n.Average():
                raise refused("an average", "find it with the scalar engine, `clusterpolicy.decide`")
            case _:
                raise AssertionError(f"{type(node).__name__} gathers nothing")

    # --- truths -----------------------------------------------------------------------------------------------------

    def _settled(self, body: Term, members: Scope, *, by: bool) -> Term:
        """An "every" (settled by a false) or a "some" (by a true)."""
        no = self.t.constant(False)
        settling = self.t.filled(body, no) if by else self.t.opposite(self.t.filled(body, self.t.constant(True)))
        settled = self.t.gather("any", settling, members)
        open_ = self.t.gather("any", self.t.is_null(body), members)
        nothing = self.t.nothing("truth")
        unknown = self.t.opposite(self.known(members))
        rest = self.t.choose([(open_, nothing)], self.t.constant(not by))
        if by:
            found = self.t.choose([(settled, self.t.constant(True))], rest)
        else:
            found = self.t.choose([(settled, no)], rest)
        return self.t.choose([(unknown, nothing)], found)

    # --- numbers ----------------------------------------------------------------------------------------------------

    def _count(self, body: Term, members: Scope) -> Number:
        sure, possible = self._ways(body)
        low, high = self.t.gather("count", sure, members), self.t.gather("count", possible, members)
        return self._if_known(members, Number(low, high), self.t.constant(0))

    def _total(self, body: Number, counts: Term, members: Scope, never_negative: bool) -> Number:
        sure, possible = self._ways(counts)
        zero = self.t.constant(0)
        low = self._sum(body.low, sure, possible, members, self.t.least)
        high = low
        if not body.is_point or sure is not possible or body.low.lacks:
            high = self._sum(body.high, sure, possible, members, self.t.greatest)
        return self._if_known(members, Number(low, high, body.scale), zero if never_negative else None)

    def _sum(
        self, end: Term, sure: Term, possible: Term, members: Scope, pick: Callable[[Sequence[Term]], Term]
    ) -> Term:
        """The sum of one end: of members that may count or not, what makes it lower (or higher) than nothing."""
        zero = self.t.constant(0)
        known = self.t.filled(end, zero)
        part = self.t.choose([(sure, known)], zero)
        if sure is not possible:
            part = self.t.choose([(sure, known), (possible, pick((known, zero)))], zero)
        total = self.t.gather("sum", part, members)
        endless = self.t.gather("any", self.t.both((possible, self.t.is_null(end))), members)
        return self.t.choose([(endless, self.t.nothing("number"))], total)

    def _largest(self, body: Number, counts: Term, members: Scope) -> Number:
        sure, possible = self._ways(counts)
        zero, nothing = self.t.constant(0), self.t.nothing("number")
        lowest = self.t.gather("greatest", self.t.choose([(sure, body.low)], nothing), members)
        low = self.t.greatest((zero, self.t.filled(lowest, zero)))
        if body.is_point and sure is possible and not body.low.lacks:
            return self._if_known(members, Number(low, low, body.scale), zero)
        highest = self.t.gather("greatest", self.t.choose([(possible, body.high)], nothing), members)
        endless = self.t.gather("any", self.t.both((possible, self.t.is_null(body.high))), members)
        high = self.t.choose([(endless, nothing)], self.t.greatest((zero, self.t.filled(highest, zero))))
        return self._if_known(members, Number(low, high, body.scale), zero)

    def _if_known(self, members: Scope, number: Number, lowest: Term | None) -> Number:
        unknown = self.t.opposite(self.known(members))
        if unknown.is_constant and not unknown.value:
            return number
        nothing = self.t.nothing("number")
        low = self.t.choose([(unknown, lowest or nothing)], number.low)
        return Number(low, self.t.choose([(unknown, nothing)], number.high), number.scale)

    def _ways(self, condition: Term) -> tuple[Term, Term]:
        """Whether it holds for sure, and whether it may."""
        return self.t.filled(condition, self.t.constant(False)), self.t.filled(condition, self.t.constant(True))

    # --- the latest -------------------------------------------------------------------------------------------------

    def _latest(self, value: Lowered, day: Term, counts: Term, members: Scope, unknown: Lowered) -> Lowered:
        """The value of whoever may be the latest: one that may count, while none of a later day counts for sure."""
        t = self.t
        sure, possible = self._ways(counts)
        since = t.gather("greatest", t.choose([(sure, day)], t.nothing("number")), members)
        late_enough = t.filled(t.compare(">=", day, since), t.constant(True))
        may_be = t.both((possible, late_enough))
        no_one = t.is_null(since)
        open_ = t.either((t.opposite(self.known(members)), no_one))
        if isinstance(value, Term):
            return self._latest_truth(value, may_be, members, open_)
        if isinstance(value, Number):
            return self._latest_number(value, may_be, members, open_, cast(Number, unknown))
        if isinstance(value, Category):
            found = {
                option: t.either((open_, t.gather("any", t.both((may_be, may)), members)))
                for option, may in value.may_be.items()
            }
            return Category(found, False)
        raise refused("the latest of texts", "ask for a truth, a number or a category of the latest entry")

    def _latest_truth(self, value: Term, may_be: Term, members: Scope, open_: Term) -> Term:
        t = self.t
        holds = t.gather("any", t.both((may_be, t.filled(value, t.constant(True)))), members)
        fails = t.gather("any", t.both((may_be, t.opposite(t.filled(value, t.constant(False))))), members)
        return t.choose([(t.either((open_, t.both((holds, fails)))), t.nothing("truth"))], holds)

    def _latest_number(self, value: Number, may_be: Term, members: Scope, open_: Term, unknown: Number) -> Number:
        scale = max(value.scale, unknown.scale)
        value, unknown = (self.values.numbers.scaled(each, scale) for each in (value, unknown))
        low = self._latest_end(value.low, may_be, members, open_, unknown.low, "least")
        high = self._latest_end(value.high, may_be, members, open_, unknown.high, "greatest")
        return Number(low, high, scale)

    def _latest_end(
        self, end: Term, may_be: Term, members: Scope, open_: Term, unknown: Term, how: Literal["least", "greatest"]
    ) -> Term:
        t, nothing = self.t, self.t.nothing("number")
        found = t.gather(how, t.choose([(may_be, end)], nothing), members)
        endless = t.gather("any", t.both((may_be, t.is_null(end))), members)
        if unknown.is_constant and unknown.value is None:
            return t.choose([(t.either((open_, endless)), nothing)], found)
        pick = t.least if how == "least" else t.greatest
        with_unknown = pick((found, unknown))
        return t.choose([(endless, nothing), (open_, with_unknown)], found)
