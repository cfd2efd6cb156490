"""The project: what is to be done, from which maturity to which, and when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clusterpolicy.model.base import MOST_ENTRIES, DomainModel
from clusterpolicy.model.costs import Activity
from clusterpolicy.model.identifiers import Text
from clusterpolicy.units import Day, Months, TechnologyReadinessLevel, Truth


class PlannedActivity(DomainModel):
    """A part of the work of a project.

    >>> PlannedActivity(title="Prototype in the laboratory", activity="industrial_research").activity.name
    'INDUSTRIAL_RESEARCH'
    """

    title: Text = Field(title="title of the activity", description="Title of the part of the work.")
    activity: Activity | None = Field(
        default=None, title="kind of research activity", description="Kind of research that this part of the work is."
    )


class Project(DomainModel):
    """The research project of an application.

    >>> Project(title="Lighter gears", trl_at_start=4, trl_at_end=7, months=24).months
    24
    """

    title: Text = Field(title="title of the project", description="Title of the project.")
    activities: Annotated[tuple[PlannedActivity, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="planned activities", description="The parts of the work."
    )
    trl_at_start: TechnologyReadinessLevel | None = Field(
        default=None,
        title="technology readiness level at the start",
        description="Level from 1 to 9 reached before the project.",
    )
    trl_at_end: TechnologyReadinessLevel | None = Field(
        default=None,
        title="technology readiness level at the end",
        description="Level from 1 to 9 that the project aims at.",
    )
    includes_production: Truth | None = Field(
        default=None,
        title="production phase",
        description="Whether the project includes the production of goods or services for sale.",
    )
    s3_area: Text | None = Field(
        default=None,
        title="area of the smart specialisation strategy",
        description="Area of the region's smart specialisation strategy (S3) that the project serves.",
    )
    s3_trajectory: Text | None = Field(
        default=None,
        title="trajectory of the smart specialisation strategy",
        description="Trajectory of the strategy that the project follows across all areas.",
    )
    cluster: Text | None = Field(
        default=None,
        title="cluster whose agenda the project serves",
        description="Code of the cluster whose Strategic Research Agenda the project serves.",
    )
    agenda_theme: Text | None = Field(
        default=None, title="theme of the agenda", description="Theme of that agenda which the project takes up."
    )
    months: Months | None = Field(
        default=None, title="duration in months", description="Planned duration in whole months."
    )
    works_start_on: Day | None = Field(
        default=None,
        title="start of works",
        description="Day on which works start: the first commitment that makes the project irreversible "
        "(Regulation (EU) No 651/2014, Art. 2(23)).",
    )
