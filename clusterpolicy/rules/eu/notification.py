"""Above which amount aid must be notified to the Commission.

Source: Regulation (EU) No 651/2014, Art. 4(1), points (i) to (m).

Hard to read: the aid is compared, not the costs; and it must *exceed* the threshold. Aid is that to one undertaking for
one project, from all sources. A project is predominantly of an activity that takes more than half of its costs, where
fundamental research counts with industrial research. Where nothing takes more than half, or there are no costs at all,
the lowest threshold holds.
"""

from clusterpolicy.language import Formula, Parameters, Requirement, Stage, any_of, choose, every, least, not_, when
from clusterpolicy.model.aid_kind import AidKind
from clusterpolicy.rules.eu.sources import SOURCES

limits = Parameters.beside(__file__, "notification.toml")

SOURCE = SOURCES.GBER_NOTIFICATION
"""Where the thresholds are written."""


def threshold_by_activity(
    *, fundamental_research: Formula, industrial_research: Formula, experimental_development: Formula
) -> Formula:
    """The threshold of a research project, in euro, by what its eligible costs are spent on."""
    whole = fundamental_research + industrial_research + experimental_development
    half = limits.predominant * whole
    return choose(
        when(fundamental_research > half, limits.fundamental_research),
        when(fundamental_research + industrial_research > half, limits.industrial_research),
        when(experimental_development > half, limits.experimental_development),
        when(
            limits.lowest_where_none_prevails,
            least(limits.fundamental_research, limits.industrial_research, limits.experimental_development),
        ),
        otherwise=limits.industrial_research,
    )


def research_threshold(*, by_activity: Formula, eureka: Formula, repayable_advance: Formula) -> Formula:
    """The threshold of a research project, in euro: doubled for Eureka projects, and half more for such advances."""
    of_kind = choose(when(eureka, limits.eureka_multiple * by_activity), otherwise=by_activity)
    return choose(when(repayable_advance, of_kind + limits.advance_increase * of_kind), otherwise=of_kind)


def threshold(kind: Formula, research: Formula) -> Formula:
    """The threshold for aid of `kind`, in euro; `research` is that of research projects."""
    return choose(
        when(kind == AidKind.RESEARCH_PROJECT, research),
        when(kind == AidKind.FEASIBILITY_STUDY, limits.feasibility_study),
        when(kind == AidKind.INNOVATION_CLUSTER, limits.innovation_cluster),
        when(kind == AidKind.SME_INNOVATION, limits.sme_innovation),
        otherwise=limits.process_innovation,
    )


def must_be_notified(*, aid: Formula, threshold: Formula) -> Formula:
    """The aid to one undertaking for one project exceeds its threshold."""
    return any_of(aid > threshold)


def below_threshold(*, grant: Formula, threshold: Formula) -> Requirement:
    """That no enterprise receives more than may be granted without notification.

    `grant` is all State aid to one enterprise for the project, `threshold` that of `threshold`.
    Enterprises of one group are one undertaking: a call that admits them adds up their grants first.
    """
    return Requirement(
        code="below-notification-threshold",
        asks="Does no enterprise receive more than may be granted without notification?",
        holds_if=every(not_(must_be_notified(aid=grant, threshold=threshold))),
        source=SOURCE,
        stage=Stage.ELIGIBILITY,
    )
