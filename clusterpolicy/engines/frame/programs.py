"""Programs kept with the rules they are of, so that who asks the same of like tables again need not wait for them.

A program depends on what is known of the tables, on the figures, on the day and on what is asked for; the values in the
tables are no part of it. The latest programs are kept, and go when their rules go.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

from clusterpolicy.engines.frame.columns import Contents
from clusterpolicy.engines.frame.program import Program, program_of
from clusterpolicy.engines.frame.schema import schema_of
from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule_set import RuleSet

MOST_KEPT = 16
"""So many programs are kept for each rule set: one whose figures are tried by the thousand would fill the memory."""


def program_for(
    rule_set: RuleSet, contents: Contents, figures: Mapping[str, Value], day: date, tell: Collection[str] | None
) -> Program:
    """The program of a rule set, as `program_of` makes it; the one kept, where it was made before."""
    programs = kept(rule_set, _no_programs).found
    key = _key(contents, figures, day, tell)
    program = programs.pop(key, None)
    if program is None:
        program = program_of(rule_set, compiled(rule_set).plan, schema_of(rule_set), contents, figures, day, tell)
    programs[key] = program  # at the end, where the latest ones are
    for oldest in list(programs)[:-MOST_KEPT]:
        programs.pop(oldest, None)
    return program


@dataclass(slots=True)
class _Programs:
    """The programs of one rule set, the one that was used least lately first."""

    found: dict[Hashable, Program] = field(default_factory=dict)


def _no_programs(_: RuleSet) -> _Programs:
    return _Programs()


def _key(
    contents: Contents, figures: Mapping[str, Value], day: date, tell: Collection[str] | None
) -> tuple[Hashable, ...]:
    """What a program depends on. Figures are told as texts: a table of figures has no hash."""
    return (
        contents.given,
        contents.complete,
        tuple(sorted(contents.instants.items())),
        tuple(sorted(contents.most_members.items())),
        tuple((name, repr(value)) for name, value in figures.items()),
        day,
        None if tell is None else frozenset(tell),
    )
