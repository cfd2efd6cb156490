"""Aid must make something happen that would not have happened: works start only after the application.

Source: Regulation (EU) No 651/2014, Art. 6(2).

Hard to read: the application must come *before* the start of works, but a day has hours. Works that start on the very
day of submission may have started before or after it. Only a declaration on the order of the two settles that day.
"""

from clusterpolicy.language import all_of, any_of, facts_of
from clusterpolicy.model import Application, Project
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY

application, project = facts_of(Application), facts_of(Project)

WORKS_START_AFTER_SUBMISSION = any_of(
    project.works_start_on > SUBMISSION_DAY,
    all_of(
        project.works_start_on == SUBMISSION_DAY,
        application.declarations.works_not_started_before_submission,
    ),
)
"""Works start after the day of submission; or on that day, with the declaration that they had not started before."""

SOURCE = (
    SOURCES.GBER.at("Art. 6(2)"),
    SOURCES.GBER.at("Art. 6(2)").inferred("The Regulation is silent on works that start on the day of submission."),
)
"""Where it is written; the reading of the day itself is ours."""
