"""Quantities, requirements and those who receive aid: the parts of a rule set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.source import Source


class Stage(StrEnum):
    """The step of the procedure in which a requirement is examined."""

    RECEIVABILITY = "receivability"
    ELIGIBILITY = "eligibility"
    MERIT = "merit"


def _several(source: Source | Iterable[Source]) -> tuple[Source, ...]:
    return (source,) if isinstance(source, Source) else tuple(source)


class Quantity(Formula):
    """A named definition that other rules use as a formula.

    Args:
        name: Its name in code and in results; unique in a rule set.
        label: What it is, in words that fit into a sentence.
        formula: How it is found.
        source: Where the definition comes from; one source or several.
    """

    __slots__ = ("label", "name", "sources")

    node: n.Named

    def __init__(self, *, name: str, label: str, formula: Formula, source: Source | Iterable[Source]) -> None:
        self.name = name
        self.label = label
        self.sources = _several(source)
        super().__init__(n.Named(name, label, formula.node, self.sources))

    @property
    def definition(self) -> n.Node:
        """The tree of its formula."""
        return self.node.definition


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One thing an application must satisfy, with the question it asks and where that comes from.

    Attributes:
        code: Its code in decisions, in lower case with hyphens; unique in a rule set.
        asks: The question, as an official would ask it.
        holds_if: A truth about the whole application.
        source: Where it comes from; one source or several.
        stage: The step of the procedure in which it is examined.
        note: How it is read where the words leave room; empty where they leave none.
    """

    code: str
    asks: str
    holds_if: Formula
    source: Source | tuple[Source, ...]
    stage: Stage = Stage.ELIGIBILITY
    note: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All its sources."""
        return _several(self.source)


@dataclass(frozen=True, slots=True, eq=False)
class Beneficiaries:
    """The members of a collection that receive aid, and the quantities that say how much.

    `intensity` holds a quantity for each activity, a share of its cost. `size` is `None` where it plays no part.
    """

    of: type[BaseModel]
    cost: Formula
    intensity: Mapping[str, Formula]
    grant: Formula
    size: Formula | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """Something that rules declare beside their formulas, in words.

    Attributes:
        title: What it is about, as a heading.
        says: What it says, a sentence each.
        sources: Where it comes from.
    """

    title: str
    says: tuple[str, ...]
    sources: tuple[Source, ...] = ()
