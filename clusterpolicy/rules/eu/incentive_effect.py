"""Aid must make something happen that would not have happened: works start only after the application.

Source: Regulation (EU) No 651/2014, Art. 2(23) and Art. 6.

Works start with the first commitment that makes the investment irreversible, or with the first research. The purchase
of land, permits and feasibility studies start nothing. Where the order is wrong, the whole project loses the exemption,
and not only its early costs.

Hard to read: the application must come *before* the start of works, but a day has hours. Works that start on the very
day of submission may have started before or after it. Only a declaration on the order of the two settles that day.
"""

from clusterpolicy.language import Formula, Parameters, all_of, any_of, every, facts_of, not_
from clusterpolicy.model import Application, Project, Size
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY

application, project = facts_of(Application), facts_of(Project)
limits = Parameters.beside(__file__, "incentive_effect.toml")

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


def works_start_after_application(
    *, kind: Formula, made_on: Formula, after_application: Formula, submitted_on: Formula
) -> Formula:
    """No step that starts the works was made before the application. Art. 6(2).

    The first three arguments are facts of one step; `after_application` settles a step of the day of application.
    """
    return every(
        any_of(
            made_on > submitted_on,
            all_of(made_on == submitted_on, any_of(after_application, not_(limits.same_day_needs_proof))),
        ),
        where=kind.is_in(limits.steps_that_start_works),
    )


def holds_minimum_content(
    *, undertaking: Formula, description: Formula, location: Formula, costs: Formula, aid: Formula
) -> Formula:
    """The application holds everything it must. Art. 6(2)(a) to (e)."""
    return all_of(undertaking, description, location, costs, aid)


def effect_is_shown(*, ad_hoc: Formula, size: Formula, documented: Formula) -> Formula:
    """Ad hoc aid to a large enterprise needs documents that show its effect; other aid does not. Art. 6(3)."""
    return any_of(not_(ad_hoc), not_(size == Size.LARGE), documented)
