"""Seals: what a decision was made with, so that it can be made again and must come out the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pydantic import BaseModel

from clusterpolicy.engines.plan import Plan
from clusterpolicy.language import nodes as n
from clusterpolicy.language.rules import Rules


def fingerprint_of_rules(plan: Plan) -> str:
    """SHA-256 of everything that makes a rule set answer as it does: formulas, figures by date, sources.

    Two rule sets with the same fingerprint give the same decisions. Labels of facts and the wording of questions are
    part of it, since they are part of a decision too.
    """
    return _sha256("\n".join(_lines(plan.rules, plan)).encode())


def fingerprint_of_input(application: BaseModel) -> str:
    """SHA-256 of an application, written as JSON in the order of its fields."""
    return _sha256(application.__pydantic_serializer__.to_json(application))


def _lines(rules: Rules, plan: Plan) -> Iterator[str]:
    yield f"{rules.name} {rules.version} {rules.title} {rules.time_zone} {rules.source}"
    yield f"{rules.in_force_from} {rules.in_force_to}"
    for cell in plan.cells:
        parts = " ".join(str(part.number) for part in cell.parts)
        yield f"{cell.number}: {_leaf(plan, cell.node)} ({parts}) of {cell.scope.entity.__name__}"
    for each in rules.required():
        cell = plan.cell_of(each.holds_if.node)
        yield f"{each.code}: {cell.number} {each.asks} {each.stage} {each.note}"
        yield from map(repr, each.sources)
    for scope in rules.structure.scopes:
        yield f"{'.'.join(scope.path)} of {scope.entity.__name__}: {scope.label}"
    for part in rules.parts():
        yield f"{part.place}: {plan.cell_of(part.node).number}"
    for name, definition in sorted(rules.definitions.items()):
        yield f"{name}: {definition.label} {definition.sources!r}"
    for name, figure in sorted(rules.figures.items()):
        yield f"{name}: {figure.label} {figure.kind} {figure.limit} {figure.by} {figure.until} {figure.source!r}"
        yield from (f"{since}: {value!r}" for since, value in figure.values)
    yield from rules.declared()
    yield from (fingerprint_of_rules(Plan.of(each)) for each in rules.further())


def _leaf(plan: Plan, node: n.Node) -> str:
    match node:
        case n.Fact(kind=kind, label=label, lowest=lowest, highest=highest):
            return f"fact {'.'.join(plan.place_of(node).path)} {kind!r} {label} {lowest} {highest}"
        case n.Constant(value, kind):
            return f"constant {value!r} {kind!r}"
        case n.Entry(entity):
            return f"entry {entity.__name__}"
        case n.Figure(parameter):
            return f"figure {parameter.name}"
        case n.Unsettled(what, kind):
            return f"unsettled {what} {kind!r} {node.never_negative} {node.source!r}"
        case n.Compare(relation):
            return f"compare {relation}"
        case n.Aggregate(together, _, where):
            return f"{together} {'' if where is None else 'where'}"
        case n.Latest(where=where):
            return f"latest {'' if where is None else 'where'}"
        case n.Average(_, where, how):
            return f"{how} {'' if where is None else 'where'}"
        case n.Rounded(_, how):
            return f"rounded {how}"
        case n.Computed(computation):
            said = f"{computation.name} {computation.label} {computation.kind!r} {computation.sources!r}"
            return f"computed by {computation.find.__module__}.{computation.find.__qualname__} {said}"
        case n.Extreme(which):
            return which
        case n.Later(step=step):
            return f"{step} later"
        case _:
            return type(node).__name__


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
