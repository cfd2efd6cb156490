"""What the project must be about, how ripe it must be, and how long it may last.

Hard to read: the calls admit industrial research *and/or* experimental development, and ask that research prevails.
Together they leave no room for a project of development alone: the second condition is the stricter one.
"""

from clusterpolicy.language import Requirement, Stage, all_of, any_of, every, facts_of, not_, zero
from clusterpolicy.model import Activity, Application, PlannedActivity, Project
from clusterpolicy.rules.eu import incentive_effect
from clusterpolicy.rules.piedmont.costs import EXPERIMENTAL_DEVELOPMENT, INDUSTRIAL_RESEARCH, NOT_ADMITTED_COST
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.units import Unit

application, project, planned = facts_of(Application), facts_of(Project), facts_of(PlannedActivity)

TRL_AT_START = Requirement(
    code="trl-at-start",
    asks="Is the technology ripe enough at the start, and not yet as ripe as at the end?",
    holds_if=all_of(
        project.trl_at_start >= limits.lowest_trl_at_start,
        project.trl_at_start < limits.trl_at_start_below,
    ),
    source=(SOURCES.seed, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

TRL_AT_END = Requirement(
    code="trl-at-end",
    asks="Does the project take the technology far enough?",
    holds_if=project.trl_at_end >= limits.lowest_trl_at_end,
    source=(SOURCES.seed, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

PRODUCTION_EXCLUDED = Requirement(
    code="production-excluded",
    asks="Does the project end before production?",
    holds_if=all_of(
        not_(project.includes_production),
        project.trl_at_end <= limits.highest_trl_at_end,
    ),
    source=SOURCES.seed,
    stage=Stage.ELIGIBILITY,
)

ACTIVITIES_ADMITTED = Requirement(
    code="activities-admitted",
    asks="Does the project consist of industrial research and experimental development only?",
    holds_if=all_of(
        every(
            any_of(
                planned.activity == Activity.INDUSTRIAL_RESEARCH,
                planned.activity == Activity.EXPERIMENTAL_DEVELOPMENT,
            )
        ),
        NOT_ADMITTED_COST <= zero(Unit.EURO),
    ),
    source=(SOURCES.seed, SOURCES.P02, SOURCES.P05b),
    stage=Stage.ELIGIBILITY,
)

S3_AREA = Requirement(
    code="s3-area",
    asks="Does the project serve an area of the regional strategy for smart specialisation?",
    holds_if=project.s3_area.is_in(limits.s3_areas),
    source=(SOURCES.P23, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

AGENDA_THEME = Requirement(
    code="agenda-theme",
    asks="Is the theme of the project one of the agenda of its cluster?",
    holds_if=all_of(
        project.cluster.is_in(limits.clusters),
        any_of(
            project.agenda_theme.is_in(limits.agenda_themes[project.cluster]),
            # the text of the agendas is not in the sources: for any other theme, somebody must look it up
            application.coherent_with_agenda,
        ),
    ),
    source=(SOURCES.P13, SOURCES.P16, SOURCES.P26),
    stage=Stage.ELIGIBILITY,
)

RESEARCH_PREVAILS = Requirement(
    code="research-prevails",
    asks="Does industrial research cost more than experimental development?",
    holds_if=INDUSTRIAL_RESEARCH > EXPERIMENTAL_DEVELOPMENT,
    source=(
        SOURCES.seed,
        SOURCES.P02.assumed("To prevail is read as to cost more, on the whole project and all who take part in it."),
    ),
    stage=Stage.ELIGIBILITY,
)

DURATION = Requirement(
    code="duration",
    asks="Does the project last no longer than the call allows?",
    holds_if=project.months <= limits.longest_duration,
    source=(SOURCES.P02, SOURCES.P05b, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

WORKS_NOT_STARTED = Requirement(
    code="works-not-started",
    asks="Do works start only after the application?",
    holds_if=incentive_effect.WORKS_START_AFTER_SUBMISSION,
    source=incentive_effect.SOURCE,
    stage=Stage.ELIGIBILITY,
)
