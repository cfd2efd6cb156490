"""Which terms wait for the round in which they are read first.

A column that is found rounds before anybody reads it is carried from round to round. Where carrying what it is made of
costs no more, because that is read later anyway or is smaller, the column is found when it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from clusterpolicy.engines.frame.leaves import leaves_of, place_of_parts
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope

_BITS = {"truth": 1, "number": 64, "text": 128}
"""What it costs to carry one value."""


def latest_rounds(
    terms: Sequence[Term], when: Mapping[int, int], columns: Collection[int], wanted: Mapping[Scope, Sequence[Term]]
) -> dict[int, int]:
    """The round of each term, after those that had better wait do.

    Args:
        terms: Every term, what others are made of first.
        when: The first round in which each can be found.
        columns: The numbers of those that become columns.
        wanted: The terms that are read at the end, by the table they are read in.
    """
    found = dict(when)
    first_read = _read_at_the_end(terms, when, wanted)
    last_read: dict[tuple[int, Scope], int] = {}
    for scope, each in wanted.items():
        last_read |= {(term.number, scope): max(when.values(), default=0) + 1 for term in each}
    for term in reversed(terms):
        place = place_of_parts(term)
        if place is None or term.what == "column":
            continue
        is_column = term.number in columns
        latest = first_read.get(term.number, found[term.number])
        if term.members is None and latest > found[term.number]:
            leaves = list(leaves_of(term, columns)) if is_column else []
            carried = sum(_BITS[leaf.type] for leaf in leaves if last_read.get((leaf.number, place), 0) < latest)
            if carried <= _BITS[term.type]:
                found[term.number] = latest
        at = found[term.number]
        if is_column:
            for leaf in leaves_of(term, columns):
                last_read[leaf.number, place] = max(last_read.get((leaf.number, place), 0), at)
        for part in term.parts:
            # what is brought to another table is found as early as can be: others may be brought along with it
            by = found[part.number] if part.scope is not place else at - 1 if term.members is not None else at
            first_read[part.number] = min(first_read.get(part.number, by), by)
    return found


def _read_at_the_end(
    terms: Sequence[Term], when: Mapping[int, int], wanted: Mapping[Scope, Sequence[Term]]
) -> dict[int, int]:
    """The round in which what is wanted is there in time: the last one of its table, or, for another, the first one."""
    last: dict[Scope | None, int] = {}
    for term in terms:
        place = place_of_parts(term)
        at = when[term.number] - (1 if term.members is not None else 0)
        last[place] = max(last.get(place, 0), at)
    found: dict[int, int] = {}
    for scope, each in wanted.items():
        for term in each:
            if term.scope is not None:
                by = last.get(scope, 0) if term.scope is scope else 0
                found[term.number] = min(found.get(term.number, by), by)
    return found
