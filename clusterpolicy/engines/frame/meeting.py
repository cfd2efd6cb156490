"""Which tables meet once where they would meet twice.

What rows give together costs a pass over them, and several sums cost little more than one. So what is gathered in one
round, and is not needed before the same rows are gathered once more, is gathered then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from clusterpolicy.engines.frame.leaves import place_of_parts
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope


def delayed(
    terms: Sequence[Term], when: Mapping[int, int], wanted: Mapping[Scope, Sequence[Term]], last: int
) -> dict[int, int]:
    """The round of each term that had better be gathered later, by its number.

    Args:
        terms: Every term, what others are made of first.
        when: The first round in which each can be found.
        wanted: The terms that are read at the end, by the table they are read in.
        last: The last round.
    """
    latest = _latest(terms, wanted, last)
    meetings: dict[tuple[Scope | None, Scope], dict[int, list[Term]]] = {}
    for term in terms:
        if term.members is not None:
            meetings.setdefault((term.scope, term.members), {}).setdefault(when[term.number], []).append(term)
    found: dict[int, int] = {}
    for rounds in meetings.values():
        ordered = sorted(rounds)
        for at, after in pairwise(ordered):
            if all(latest[term.number] >= after for term in rounds[at]):
                found |= {term.number: after for term in rounds[at]}
                rounds[after] += rounds[at]
    return found


def _latest(terms: Sequence[Term], wanted: Mapping[Scope, Sequence[Term]], last: int) -> dict[int, int]:
    """The last round in which each term may be found, if there are to be no more rounds."""
    found = {term.number: last for term in terms}
    for scope, each in wanted.items():
        for term in each:
            if term.scope is not scope:
                found[term.number] = last - 1
    for term in reversed(terms):
        place = place_of_parts(term)
        by = found[term.number] - (1 if term.members is not None else 0)
        for part in term.parts:
            # what lies around a row is at hand one round after it was found
            found[part.number] = min(found[part.number], by if part.scope is place else by - 1)
    return found
