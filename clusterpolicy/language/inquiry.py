"""An inquiry: questions of law that can be asked on their own, without any call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clusterpolicy.language.check import Part
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.rules import Rules


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Inquiry(Rules):
    """Questions about one model, each answered by a formula over the whole of it.

    The formulas are the same that calls use: the law is written once. Attributes, beside those of all `Rules`:
        answers: The formula that answers each question, by the name of the question.

    Raises: RuleError with every fault: unknown names, types, units, cycles, unused parameters, missing sources.
    """

    answers: Mapping[str, Formula]

    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of."""
        for name, formula in self.answers.items():
            yield Part(f"answer `{name}`", formula.node, None)
