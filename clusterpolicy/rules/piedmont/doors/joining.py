"""Have the newcomers of an admitted project joined a cluster in time?"""

from __future__ import annotations

from collections.abc import Mapping

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Value
from clusterpolicy.model.admission import AdmittedApplication
from clusterpolicy.rules.piedmont.joining import JOINING


def joined_in_time(admitted: AdmittedApplication, *, changes: Mapping[str, Value] | None = None) -> Answer:
    """Whether every enterprise of an admitted project has joined a cluster within the term.

    `None` while the term runs and somebody has not joined. What has failed is struck, and the next in rank enters.

    Args:
        admitted: The application with the memberships known by the day of the question.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay for a day before the call; RuleError for a change that fits no parameter.

    >>> from clusterpolicy.model import Application, Participation, Project
    >>> alfa = Participation(id="alfa", enterprise={"name": "Officine Alfa", "memberships": ()})
    >>> gears = Project(title="Gears")
    >>> application = Application(id="1", call="piedmont/line-b", project=gears, participations=(alfa,))
    >>> for day in ("2017-09-27", "2017-09-28"):
    ...     print(joined_in_time(AdmittedApplication(application=application, notified_on="2017-07-29", on=day)).value)
    None
    False
    """
    return ask(JOINING, "joined_in_time", admitted, on=admitted.on, changes=changes)
