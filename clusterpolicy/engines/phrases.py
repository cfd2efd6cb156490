"""Formulas as words that fit into a sentence. The same tree that is computed is read aloud here, in English."""

from __future__ import annotations

from clusterpolicy.language import nodes as n

_RELATIONS = {
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "==": "is",
    "!=": "is not",
}


def phrase(node: n.Node) -> str:
    """What a formula speaks of, in words.

    >>> from clusterpolicy.language import facts_of, total
    >>> from clusterpolicy.model import Participation
    >>> phrase(total(facts_of(Participation).costs.industrial_research.personnel).node)
    'total personnel cost, industrial research'
    """
    match node:
        case n.Fact(label=label) | n.Named(label=label):
            return label
        case n.Entry(entity):
            return entity.__name__
        case n.Constant(value):
            return str(value).replace("_", " ")
        case n.Figure(parameter):
            return _lowered(parameter.label)
        case n.Row(table, key):
            return f"{_lowered(table.parameter.label)} ({phrase(key)})"
        case n.Compare(relation, left, right):
            return f"{phrase(left)} {_RELATIONS[relation]} {phrase(right)}"
        case n.IsIn(item, codes):
            return f"{phrase(item)} is among {phrase(codes)}"
        case n.StartsWith(text, codes):
            return f"{phrase(text)} begins with {phrase(codes)}"
        case n.AllOf(terms):
            return " and ".join(_bracketed(term) for term in terms)
        case n.AnyOf(terms):
            return " or ".join(_bracketed(term) for term in terms)
        case n.Not(term):
            return f"not {_bracketed(term)}"
        case n.Aggregate("count", body, _):
            return f"number of {phrase(body)}"
        case n.Aggregate("total" | "largest" as together, body, where):
            return f"{together} {phrase(body)}{_where(where)}"
        case n.Aggregate(together, body, where):
            return f"for {together} of them{_where(where)}, {phrase(body)}"
        case n.Latest(value, _, where):
            return f"latest {phrase(value)}{_where(where)}"
        case n.Sum(terms):
            return " plus ".join(phrase(term) for term in terms)
        case n.Difference(left, right):
            return f"{phrase(left)} less {phrase(right)}"
        case n.Product(left, right):
            return f"{phrase(left)} of the {phrase(right)}"
        case n.Extreme(which, terms):
            return f"the {which} of {', '.join(phrase(term) for term in terms)}"
        case n.RoundedDown(term):
            return f"{phrase(term)}, rounded down to the cent"
        case n.Choose(cases, otherwise):
            said = "; ".join(f"{phrase(case.then)} if {phrase(case.condition)}" for case in cases)
            return f"{said}; otherwise {phrase(otherwise)}"
        case n.Later(day, amount, step):
            return f"the day that is the {phrase(amount)} ({step}) after the {phrase(day)}"
        case n.DayOf(instant):
            return f"day of the {phrase(instant)}"
        case n.Unsettled(what):
            return what


def _where(where: n.Node | None) -> str:
    return "" if where is None else f" where {phrase(where)}"


def _bracketed(node: n.Node) -> str:
    return f"({phrase(node)})" if isinstance(node, n.AllOf | n.AnyOf) else phrase(node)


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
