"""The evaluation: an application, and the marks a panel of evaluators gave it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clusterpolicy.model.application import Application
from clusterpolicy.model.base import MOST_ENTRIES, DomainModel, NoneMeans
from clusterpolicy.model.identifiers import Identifier, Text
from clusterpolicy.units import Points, Truth


class Mark(DomainModel):
    """What one evaluator gave one application for one criterion.

    >>> Mark(application="A-017", evaluator="first", criterion="novelty", points="4.5").points
    Decimal('4.5')
    """

    application: Identifier = Field(title="application marked", description="Identifier of the application.")
    evaluator: Identifier = Field(title="evaluator", description="Name or number of the evaluator.")
    criterion: Identifier = Field(
        title="criterion", description="Code of the criterion, or of the sub-criterion: `novelty`."
    )
    points: Points | None = Field(
        default=None, title="points given", description="Points on the scale of the criterion. Left out: not yet given."
    )
    note: Annotated[Text | None, NoneMeans("no words were written")] = Field(
        default=None, title="words of the evaluator", description="Why the evaluator gave this mark."
    )


class ConflictOfInterest(DomainModel):
    """That an evaluator may not judge an application. The evaluator's marks of it do not count.

    >>> ConflictOfInterest(evaluator="first", application="A-017").evaluator
    'first'
    """

    evaluator: Identifier = Field(title="evaluator", description="Name or number of the evaluator.")
    application: Identifier = Field(title="application", description="Identifier of the application.")


class PanelMark(DomainModel):
    """A mark as the panel holds it: of one application, with whether its evaluator is in conflict with it.

    >>> PanelMark(evaluator="first", criterion="novelty", points="4.5", in_conflict=False).points
    Decimal('4.5')
    """

    evaluator: Identifier = Field(title="evaluator", description="Name or number of the evaluator.")
    criterion: Identifier = Field(title="criterion", description="Code of the criterion that is marked.")
    points: Points | None = Field(default=None, title="mark", description="Points on the scale of the criterion.")
    in_conflict: Truth = Field(
        title="conflict of interest",
        description="Whether the evaluator has a conflict of interest with this application. The mark then does not "
        "count.",
    )


class Evaluation(DomainModel):
    """An application with all marks it was given: what formulas about merit speak of.

    `clusterpolicy.scoring.marks.evaluations_of` makes one for each application, and checks the marks.
    """

    application: Application = Field(title="application", description="What is evaluated.")
    marks: Annotated[tuple[PanelMark, ...], Field(max_length=MOST_ENTRIES)] = Field(
        title="marks of the panel", description="The marks of all evaluators, for all criteria. Empty: none were given."
    )
