"""What is missing, in the order in which it would decide most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from clusterpolicy.engines.dossier.schema import member_text
from clusterpolicy.engines.record import Finding

_NUMBERED = re.compile(r"^([a-z_0-9]+)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact to ask for.

    Attributes:
        path: Its path, as evidence names it; empty where the law itself is not known.
        label: What it is, in words.
        decides: The requirements that hang on it, by code.
        weight: How much it would decide: of a requirement that hangs on n facts, each decides one n-th.
    """

    path: str
    label: str
    decides: tuple[str, ...]
    weight: Fraction


def wanted_of(findings: Iterable[Finding], members: Mapping[str, tuple[str, ...]]) -> tuple[Wanted, ...]:
    """What is missing in undetermined findings, that which would decide most first.

    `members` are the ids of the members of each collection, in their order.
    """
    labels: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    weights: dict[str, Fraction] = {}
    for finding in findings:
        own: dict[str, str] = {}
        for each in finding.missing:  # a table that is not known is named once for each fact in it
            own.setdefault(named(each.path, members) if each.path else each.label, each.label)
        for key, label in own.items():
            labels.setdefault(key, label)
            codes.setdefault(key, []).append(finding.code)
            weights[key] = weights.get(key, Fraction(0)) + Fraction(1, len(own))
    places = {key: number for number, key in enumerate(labels)}
    order = sorted(labels, key=lambda key: (-weights[key], places[key]))
    return tuple(
        Wanted("" if key == labels[key] else key, labels[key], tuple(codes[key]), weights[key]) for key in order
    )


def named(path: str, members: Mapping[str, tuple[str, ...]]) -> str:
    """A path with its member named by its id instead of its number.

    >>> named("participations[1].enterprise.sites", {"participations": ("alfa", "beta")})
    'participations[beta].enterprise.sites'
    """
    found = _NUMBERED.match(path)
    if found is None or found[1] not in members:
        return path
    return member_text(found[1], members[found[1]][int(found[2])]) + path[found.end() :]
