"""Formulas as nested lists, for what would be an endless sentence: every branch of the tree gets a line of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterpolicy.engines.text.phrases import ROUNDED, Phrases, is_truth, options_of
from clusterpolicy.language import nodes as n

_OPEN = "open, because no known rule settles it: "


@dataclass(frozen=True, slots=True)
class Outline:
    """A line, and the lines below it that belong to it."""

    text: str
    below: tuple[Outline, ...] = ()

    def after(self, beginning: str) -> Outline:
        """The same outline, with something said before its line."""
        return Outline(f"{beginning}{self.text}", self.below)


def outline(node: n.Node, phrases: Phrases) -> Outline:
    """A formula as an outline: a truth with what must hold for it, a value with how it is found.

    >>> from clusterpolicy.language import all_of, facts_of, not_
    >>> from clusterpolicy.model import Enterprise
    >>> firm = facts_of(Enterprise)
    >>> formula = all_of(not_(firm.in_insolvency_proceedings), not_(firm.in_voluntary_liquidation))
    >>> for line in lines(outline(formula.node, Phrases())):
    ...     print(line)
    all of these hold:
      insolvency proceedings: no
      voluntary liquidation: no
    """
    return _truth(node, phrases, holds=True) if is_truth(node) else _value(node, phrases)


def lines(top: Outline, depth: int = 0) -> Iterator[str]:
    """The outline as text: a line each, those below two spaces further in."""
    yield f"{'  ' * depth}{top.text}{':' if top.below else ''}"
    for each in top.below:
        yield from lines(each, depth + 1)


# --- truths ---------------------------------------------------------------------------------------------------------


def _truth(node: n.Node, phrases: Phrases, *, holds: bool) -> Outline:
    match node:
        case n.Not(term):
            return _truth(term, phrases, holds=not holds)
        case n.AllOf(terms) | n.AnyOf(terms) if _is_long(node, holds=holds):
            every = isinstance(node, n.AllOf) is holds
            said = "all of these hold" if every else "at least one of these holds"
            return Outline(said, tuple(_truth(term, phrases, holds=holds) for term in terms))
        case n.Aggregate():
            return _members(node, phrases, holds=holds)
        case n.Choose(cases, otherwise):
            branches = (_branch(case, _truth(case.then, phrases, holds=holds), phrases) for case in cases)
            last = _truth(otherwise, phrases, holds=holds).after("otherwise: ")
            return Outline("the first case that applies is met", (*branches, last))
        case n.Fact(label=label):
            return Outline(f"{label}: {'yes' if holds else 'no'}")
        case n.Unsettled(what):
            return Outline(f"{_OPEN}{what}")
        case _:
            return Outline(phrases.clause(node, holds=holds))


def _members(node: n.Aggregate, phrases: Phrases, *, holds: bool) -> Outline:
    where, body = node.where, _truth(node.body, phrases, holds=True)
    if not body.below:
        body = Outline(phrases.clause(node.body))
    if where is None or not _is_long(where):
        return body.after(f"{phrases.head(node, holds=holds)}, ")
    head = phrases.head(n.Aggregate(node.together, node.body, None), holds=holds)
    return Outline(head, (_truth(where, phrases, holds=True).after("where "), body.after("it holds that ")))


def _branch(case: n.Case, then: Outline, phrases: Phrases) -> Outline:
    if not _is_long(case.condition):
        return then.after(f"{phrases.condition(case)}: ")
    condition = _truth(case.condition, phrases, holds=True)
    if then.below:
        return Outline("a case", (condition.after("if "), then.after("then ")))
    return Outline(f"{then.text}, if {condition.text}", condition.below)


def _is_long(node: n.Node, *, holds: bool = True) -> bool:
    """Whether a truth has so many parts that they are better read one by one."""
    match node:
        case n.Not(term):
            return _is_long(term, holds=not holds)
        case n.AnyOf(terms) if holds:
            return options_of(terms) is None
        case n.Aggregate(_, body, where):
            return _is_long(body) or (where is not None and _is_long(where))
        case _:
            return isinstance(node, n.AllOf | n.AnyOf | n.Choose)


# --- values ---------------------------------------------------------------------------------------------------------


def _value(node: n.Node, phrases: Phrases) -> Outline:
    match node:
        case n.Sum(terms) if not all(isinstance(term, n.Fact | n.Named | n.Figure | n.Sum) for term in terms):
            return Outline("the sum of these", tuple(_value(term, phrases) for term in terms))
        case n.Extreme(which, terms):
            said = "the lowest of these" if which == "least" else "the highest of these"
            return Outline(said, tuple(_value(term, phrases) for term in terms))
        case n.Choose(cases, otherwise):
            branches = (_branch(case, _value(case.then, phrases), phrases) for case in cases)
            last = _value(otherwise, phrases).after("otherwise: ")
            return Outline("the value of the first case that applies", (*branches, last))
        case n.Rounded(term, how):
            return Outline(f"{phrases.the(term)}, {ROUNDED[how]}")
        case n.Average(value, where, how) if where is not None and _is_long(where):
            whole = phrases.the(n.Average(value, None, how)).replace(" over all ", " over the ")
            return Outline(whole, (_truth(where, phrases, holds=True).after("counting only those for which "),))
        case n.Latest(value, by, where):
            head = f"what follows from the {phrases.member(node)} with the latest {phrases.noun(by)}"
            among = () if where is None else (_truth(where, phrases, holds=True).after("among those for which "),)
            return Outline(head, (*among, _value(value, phrases)))
        case n.Aggregate(together, body, where) if where is not None and _is_long(where):
            whole = phrases.the(n.Aggregate(together, body, None)).replace(" over all ", " over the ")
            return Outline(whole, (_truth(where, phrases, holds=True).after("counting only those for which "),))
        case n.Unsettled(what):
            return Outline(f"{_OPEN}{what}")
        case _:
            return Outline(phrases.the(node))
