"""The admission: an application that has won its place, and what has happened since."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.application import Application
from clusterpolicy.model.base import DomainModel
from clusterpolicy.units import Day


class AdmittedApplication(DomainModel):
    """An application admitted to funding, as it stands on one day.

    Its memberships are those known on that day: one that began since the application was handed in stands beside the
    older ones.

    >>> from clusterpolicy.model import Participation, Project
    >>> alfa = Participation(id="alfa", enterprise={"name": "Meccanica Alfa"})
    >>> application = Application(id="1", call="any", project=Project(title="Gears"), participations=(alfa,))
    >>> AdmittedApplication(application=application, notified_on="2017-07-29", on="2017-08-31").on
    datetime.date(2017, 8, 31)
    """

    application: Application = Field(title="application", description="The application, with what is known by now.")
    notified_on: Day | None = Field(
        default=None,
        title="day of the notice of admission",
        description="Day on which the applicants were told that the project is admitted.",
    )
    on: Day = Field(title="day of the question", description="Day on which it is asked whether all has been done.")
