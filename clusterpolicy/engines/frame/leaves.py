"""What a term is made of in its table, where some terms are columns and every other is written out."""

from __future__ import annotations

from collections.abc import Container, Iterator

from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope


def place_of_parts(term: Term) -> Scope | None:
    """The table in which the parts of a term are used."""
    return term.members if term.members is not None else term.scope


def leaves_of(term: Term, columns: Container[int]) -> Iterator[Term]:
    """The columns a term is made of in its table: what is written out is looked through.

    Args:
        term: The term.
        columns: The numbers of the terms that are columns; facts and what lies around always are.
    """
    place = place_of_parts(term)
    seen: set[int] = set()
    stack = list(term.parts)
    while stack:
        part = stack.pop()
        if part.number in seen or part.scope is None:
            continue
        seen.add(part.number)
        if part.scope is not place or part.what == "column" or part.number in columns:
            yield part
        else:
            stack += part.parts
