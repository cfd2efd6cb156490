"""The words a rule is written with, beside the operators."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

from clusterpolicy.errors import FormulaMisuse, Problem, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.computation import Computation
from clusterpolicy.language.facts import Facts, entry_of
from clusterpolicy.language.formula import Formula, Unnamed, kind_like, node_of
from clusterpolicy.language.kinds import number
from clusterpolicy.language.source import Source
from clusterpolicy.units import Unit


def all_of(*terms: object) -> Formula:
    """Every one of `terms` holds. Failed as soon as one fails, whatever is unknown about the others."""
    return Unnamed(n.AllOf(_several(terms, "all_of")))


def any_of(*terms: object) -> Formula:
    """At least one of `terms` holds. Satisfied as soon as one holds, whatever is unknown about the others."""
    return Unnamed(n.AnyOf(_several(terms, "any_of")))


def not_(term: object) -> Formula:
    """`term` does not hold. Of an unknown it is unknown."""
    return Unnamed(n.Not(node_of(term)))


def every(holds: object, *, where: object | None = None) -> Formula:
    """`holds` for every member of the collection its facts belong to, or for every one for which `where` holds.

    True of a collection known to be empty; unknown of a collection that is not known.
    """
    return _aggregate("every", holds, where)


def some(holds: object, *, where: object | None = None) -> Formula:
    """`holds` for at least one member of the collection, among those for which `where` holds."""
    return _aggregate("some", holds, where)


def none(holds: object, *, where: object | None = None) -> Formula:
    """`holds` for no member of the collection, among those for which `where` holds."""
    return not_(some(holds, where=where))


def count(holds: object) -> Formula:
    """How many members of the collection `holds` is true of; of the facts of a member, how many members there are."""
    return _aggregate("count", entry_of(holds) if isinstance(holds, Facts) else holds, None)


def total(amount: object, *, where: object | None = None) -> Formula:
    """The sum of `amount` over the collection, or over the members for which `where` holds.

    An unknown amount counts as anything it may be, so that a total with an unknown part still decides an "at least"
    once the known part suffices.
    """
    return _aggregate("total", amount, where)


def largest(amount: object, *, where: object | None = None) -> Formula:
    """The largest `amount` in the collection; zero where there is none, and where all are below zero."""
    return _aggregate("largest", amount, where)


def latest(value: object, *, by: object, where: object | None = None) -> Formula:
    """`value` of the member with the latest day `by`, among those for which `where` holds; unknown if there is none."""
    return Unnamed(n.Latest(node_of(value), node_of(by), None if where is None else node_of(where)))


def average(value: object, *, where: object | None = None, how: n.Middle = "mean") -> Formula:
    """The middle of `value` over the collection, or over the members for which `where` holds, in hundredths.

    Args:
        value: A number of points, or of annual work units. Other units are refused: an average of what is counted is no
            count, and an average of amounts is for a rule that says how it is rounded.
        where: Which members count. `None`: all.
        how: `mean` is their sum divided by their number. `median` is the one in the middle of their order, or the mean
            of the two in the middle. `trimmed` is the mean without one highest and one lowest; of fewer than three it
            is the mean of all.

    It is found exactly and rounded once, to a hundredth; a half goes away from nought. Unknown where nothing counts. An
    unknown value counts as anything it may be, and so does a member of which it is not known whether it counts.

    >>> from clusterpolicy.language import facts_of
    >>> from clusterpolicy.model import Accounts
    >>> average(facts_of(Accounts).headcount, how="median")
    Formula(average(headcount, how='median'))
    """
    if how not in get_args(n.Middle):
        known = get_args(n.Middle)
        raise FormulaMisuse(
            Problem("wrong-type", "average", f"{how!r} is no way to find a middle", nearest(str(how), known))
        )
    return Unnamed(n.Average(node_of(value), None if where is None else node_of(where), how))


def least(*terms: object) -> Formula:
    """The least of `terms`."""
    return Unnamed(n.Extreme("least", _several(terms, "least")))


def greatest(*terms: object) -> Formula:
    """The greatest of `terms`."""
    return Unnamed(n.Extreme("greatest", _several(terms, "greatest")))


def rounded_down_to_cent(amount: object) -> Formula:
    """`amount` in euro without what is below a cent. A rounding step is law: the rule that uses it says whose."""
    return Unnamed(n.Rounded(node_of(amount), "down"))


def rounded_half_up_to_cent(amount: object) -> Formula:
    """`amount` in euro to the nearest cent; of half a cent, the one farther from nought. The rule says whose law it is.

    >>> from clusterpolicy.language import facts_of
    >>> from clusterpolicy.model import Accounts
    >>> rounded_half_up_to_cent(facts_of(Accounts).turnover)
    Formula(rounded_half_up_to_cent(turnover))
    """
    return Unnamed(n.Rounded(node_of(amount), "half up"))


def when(condition: object, value: object) -> n.Case:
    """One case of `choose`: `value`, where `condition` holds."""
    return n.Case(node_of(condition), node_of(value))


def choose(*cases: n.Case, otherwise: object) -> Formula:
    """The value of the first case whose condition holds, else `otherwise`."""
    if not cases:
        raise FormulaMisuse(
            Problem("wrong-type", "choose", "choose() without a case chooses nothing", "write when(condition, value)")
        )
    for case in cases:
        if not isinstance(case, n.Case):
            raise FormulaMisuse(
                Problem("wrong-type", "choose", f"{case!r} is not a case", "write when(condition, value)")
            )
    return Unnamed(n.Choose(cases, node_of(otherwise)))


def zero(unit: Unit) -> Formula:
    """Nothing, of `unit`: the only figure a rule may hold."""
    return Unnamed(n.Constant(Decimal(0), number(unit)))


def day_of(instant: object) -> Formula:
    """The civil day of `instant`, in the time zone of the rule set."""
    return Unnamed(n.DayOf(node_of(instant)))


def granting_day() -> Formula:
    """The day on which aid is granted: the day whose law is in force. Always known.

    Of a call it is the day given when it is asked, else the one the call expects; of an inquiry, the day `on` which the
    law is asked.
    """
    return Unnamed(n.GrantingDay())


def days_after(day: object, days: object) -> Formula:
    """The day that is `days` after `day`."""
    return Unnamed(n.Later(node_of(day), node_of(days), "days"))


def months_after(day: object, months: object) -> Formula:
    """The day that is `months` after `day`, by the civil calendar."""
    return Unnamed(n.Later(node_of(day), node_of(months), "months"))


def years_after(day: object, years: object) -> Formula:
    """The day that is `years` after `day`, by the civil calendar: a year after 29 February is 28 February."""
    return Unnamed(n.Later(node_of(day), node_of(years), "years"))


def unsettled(what: str, *, source: Source, kind_of: Formula | None = None, never_negative: bool = False) -> Formula:
    """A value nobody knows: `what` says which law is not known or not modelled. A truth, or of the kind of `kind_of`.

    It keeps a decision undetermined, rather than guessed, where the law ends. Of a number it may be known that it is
    `never_negative`.
    """
    return Unnamed(n.Unsettled(what, kind_like(kind_of), source, never_negative))


def computed(computation: Computation) -> Formula:
    """The value that a pure function of the law finds; see `Computation`."""
    inputs = tuple(node_of(each) for each in computation.inputs)
    return Unnamed(n.Computed(computation, inputs, tuple(map(n.Figure, computation.figures))))


def _aggregate(together: n.Together, body: object, where: object | None) -> Formula:
    return Unnamed(n.Aggregate(together, node_of(body), None if where is None else node_of(where)))


def _several(terms: tuple[object, ...], word: str) -> tuple[n.Node, ...]:
    if not terms:
        raise FormulaMisuse(Problem("wrong-type", word, f"{word}() without terms says nothing", f"write {word}(a, b)"))
    return tuple(node_of(term) for term in terms)
