"""What is missing, in the order in which it would decide most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from clusterpolicy.engines.dossier.naming import member_text
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.reasons import Missing

_NUMBERED = re.compile(r"^([a-z_0-9]+)\[(\d+)\]")

Asked = tuple[str, Iterable[tuple[Missing, str]]]
"""The code of an open requirement, and what is missing for it: each fact with the member for whom it was asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to ask for.

    Attributes:
        path: The fact, as evidence names it: `participations[alfa].enterprise.accounts`. Of what the law leaves open,
            the member whom it concerns; `application` where it concerns all.
        label: What it is, in words.
        inside: What is missing inside it, in words, where it is a table or a list.
        decides: The requirements that hang on it, by code.
        weight: How much it would decide: of a requirement that hangs on n things, each decides one n-th.
        is_law: Whether the law itself is not known: nobody can hand that in. Such entries come last.
    """

    path: str
    label: str
    inside: tuple[str, ...]
    decides: tuple[str, ...]
    weight: Fraction
    is_law: bool = False


@dataclass(slots=True)
class _Entry:
    label: str
    inside: dict[str, None] = field(default_factory=dict)
    decides: list[str] = field(default_factory=list)
    weight: Fraction = Fraction(0)


_Key = tuple[bool, str, str]
"""Whether it is law, its path, and what the law leaves open."""


def wanted_of(asked: Iterable[Asked], members: Mapping[str, tuple[str, ...]], schema: Schema) -> tuple[Wanted, ...]:
    """What is missing for open requirements, that which would decide most first.

    `members` are the ids of the members of each collection, in their order.
    """
    entries: dict[_Key, _Entry] = {}
    for code, found in asked:
        own: dict[_Key, None] = {}
        for key, label in _without_law_not_reached([_placed(*each, members, schema) for each in found]):
            own[key] = None
            is_law, path, what = key
            entry = entries.setdefault(key, _Entry(what if is_law else schema.label_at(path)))
            if label != entry.label:
                entry.inside[label] = None
        for key in own:
            entries[key].decides.append(code)
            entries[key].weight += Fraction(1, len(own))
    order = sorted(entries, key=lambda key: (key[0], -entries[key].weight))  # those of one weight stay in their order
    return tuple(_wanted(key, entries[key]) for key in order)


def _wanted(key: _Key, entry: _Entry) -> Wanted:
    is_law, path, _ = key
    return Wanted(path, entry.label, tuple(entry.inside), tuple(entry.decides), entry.weight, is_law)


def _placed(missing: Missing, whom: str, members: Mapping[str, tuple[str, ...]], schema: Schema) -> tuple[_Key, str]:
    if not missing.path:
        return (True, named(whom, members) or "application", missing.label), missing.label
    return (False, schema.fact_around(named(missing.path, members)), ""), missing.label


def _without_law_not_reached(found: list[tuple[_Key, str]]) -> list[tuple[_Key, str]]:
    """All but what the law leaves open of a member of whom facts are missing: those may settle whether it matters."""
    open_of = {path.partition("]")[0] for (is_law, path, _), _ in found if not is_law}
    return [each for each in found if not (each[0][0] and each[0][1].partition("]")[0] in open_of)]


def named(path: str, members: Mapping[str, tuple[str, ...]]) -> str:
    """A path with its member named by its id instead of its number.

    >>> named("participations[1].enterprise.sites", {"participations": ("alfa", "beta")})
    'participations[beta].enterprise.sites'
    """
    found = _NUMBERED.match(path)
    if found is None or found[1] not in members:
        return path
    return member_text(found[1], members[found[1]][int(found[2])]) + path[found.end() :]
