"""Scorecards: what a grid says of one application, without reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.span import Span


@dataclass(slots=True)  # not frozen: freezing takes longer than all that is frozen
class Scorecard:
    """The score of one application, as far as it is known, and whether its merit suffices.

    Attributes:
        merit: The rules that were asked.
        evaluation: What was evaluated.
        day: The day whose figures are in force.
        answers: True, false or `None` (not known) for each floor and the threshold, in their order.
        passes: Whether every one of them is reached; `None` while that is not known.
        found: The points found, by the name of the quantity. A number that is not known lies `Between` two others.
    """

    merit: Merit
    evaluation: Evaluation
    day: date
    answers: tuple[bool | None, ...]
    passes: bool | None
    found: dict[str, Any]

    @property
    def application(self) -> str:
        """The identifier of the application."""
        return self.evaluation.application.id

    @property
    def points(self) -> dict[str, Span]:
        """The points of every criterion by its code, those of sub-criteria among them."""
        return {code: self._span(each.name) for code, each in self.merit.measures.points.items()}

    @property
    def premiums(self) -> dict[str, Span]:
        """What each premium would bring by its code, whether or not the threshold is reached."""
        return {code: self._span(each.name) for code, each in self.merit.measures.premiums.items()}

    @property
    def score(self) -> Span:
        """The points of all criteria together, without premiums."""
        return self._span(self.merit.measures.score.name)

    @property
    def premium(self) -> Span:
        """The points on top: none before every floor and the threshold are reached."""
        return self._span(self.merit.measures.premium.name)

    @property
    def total(self) -> Span:
        """The score with the premium: what applications are ranked by."""
        return self._span(self.merit.measures.total.name)

    @property
    def failed(self) -> tuple[str, ...]:
        """The codes of floors and the threshold that are not reached, the one examined first before all others."""
        return self._codes(False)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """The codes of floors and the threshold of which it is not known whether they are reached."""
        return self._codes(None)

    @property
    def excluded(self) -> tuple[str, ...]:
        """The evaluators who marked in spite of a conflict of interest, by name. Their marks do not count."""
        return tuple(sorted({mark.evaluator for mark in self.evaluation.marks if mark.in_conflict}))

    def _span(self, name: str) -> Span:
        return Span.of(self.found[name])

    def _codes(self, answer: bool | None) -> tuple[str, ...]:
        pairs = zip(self.merit.measures.requirements, self.answers, strict=True)
        return tuple(requirement.code for requirement, given in pairs if given is answer)
