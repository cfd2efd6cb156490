"""Computations: values that the law finds by more than a formula, as by going through who owns whom.

A rule stays a formula wherever it can. Where it cannot, a pure function of the law finds the value, from a whole model
and from figures that are inputs like any other: they can be changed, and the value is found anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clusterpolicy.language.kinds import Kind
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.source import Source

Find = Callable[[Any, Any, tuple[Any, ...], Mapping[str, Value]], Any]
"""Finds a value from the root model, the member it is about, the inputs, and the figures by full name."""

Missing = Callable[[Any, Any, tuple[Any, ...], Mapping[str, Value]], Iterable[tuple[str, str]]]
"""The unknown facts that could settle the value: each the path from the root model, and a label."""


Reasons = Callable[[Any, Any, tuple[Any, ...], Mapping[str, Value]], Iterable[str]]
"""Says how the value was found: short lines for people."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Computation:
    """How a value is found by a function. It is used in rules as the formula `computed(computation)`.

    Attributes:
        name: Its name; unique in a rule set, and part of the fingerprint of the rules.
        label: What the value is, in words that fit into a sentence.
        of: Whose it is: the root model, or the model of a collection. The function gets a member of it.
        kind: The kind of the value.
        find: The function. It must be pure and name no figure of its own. It must reckon exactly: where it is called, a
            decimal that is rounded by accident is an error. It is called only when all `inputs` are known. It answers
            with the value; with `None` where nothing is known of it; or with what it may be, as
            `clusterpolicy.language.possible` writes it: `Between` two bounds, `OneOf` some options. To know more must
            never turn one answer into another, only narrow it.
        missing: Names the unknown facts that could settle a value that is not known.
        sources: Where the value comes from.
        inputs: Formulas whose values the function needs; they speak of the member, or of what is around it.
        figures: The parameters whose values it needs.
        reasons: Says in a few lines how the value was found; `None` where the value says it all.

    >>> from clusterpolicy.language import Source, computed
    >>> from clusterpolicy.language.kinds import TRUTH
    >>> from clusterpolicy.model import Application
    >>> alone = Computation(
    ...     name="alone",
    ...     label="the application has one partner",
    ...     of=Application,
    ...     kind=TRUTH,
    ...     find=lambda application, member, inputs, figures: len(application.participations) == 1,
    ...     missing=lambda application, member, inputs, figures: (),
    ...     sources=(Source("A call", "Art. 1", "https://example.org"),),
    ... )
    >>> computed(alone)
    Formula(computed(the application has one partner))
    """

    name: str
    label: str
    of: type[BaseModel]
    kind: Kind
    find: Find
    missing: Missing
    sources: tuple[Source, ...]
    inputs: tuple[object, ...] = ()
    figures: tuple[Parameter, ...] = ()
    reasons: Reasons | None = None
