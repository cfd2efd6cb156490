"""Line B: projects of enterprises that never belonged to a cluster, and commit themselves to join one.

The call was approved by D.D. 839 of 28 December 2016. Its text is not among the sources; see `sources.toml`. Its rules
are those of Line A but for membership: who may apply, what is handed in, and what admission then hangs on (`joining`).

Hard to read: no source says whether one member among several newcomers was allowed. The call is reserved to enterprises
never associated, so every enterprise of the project must be one. End users are no members of clusters, and are exempt.
"""

from datetime import date

from clusterpolicy.language import Parameters, Requirement, Stage, all_of, every, facts_of, some
from clusterpolicy.model import Application, JoiningCommitment, ManagerAttestation, Project
from clusterpolicy.rules.piedmont.costs import COST
from clusterpolicy.rules.piedmont.grant import GRANT
from clusterpolicy.rules.piedmont.joining import JOINING
from clusterpolicy.rules.piedmont.life import newcomer_life
from clusterpolicy.rules.piedmont.limits import limits as shared_limits
from clusterpolicy.rules.piedmont.line_b_merit import LINE_B_MERIT
from clusterpolicy.rules.piedmont.membership import never_member_before
from clusterpolicy.rules.piedmont.selection import BUDGET, RANKING
from clusterpolicy.rules.piedmont.selection import limits as selection_limits
from clusterpolicy.rules.piedmont.shared import BENEFICIARIES, SHARED_REQUIREMENTS, application_window
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.ranked_call import RankedCall

project, attestation, commitment = facts_of(Project), facts_of(ManagerAttestation), facts_of(JoiningCommitment)
limits = Parameters.beside(__file__, "line_b.toml")

APPLICATION_WINDOW = application_window(
    opens_at=limits.opens_at, closes_at=limits.closes_at, source=(SOURCES.P06, SOURCES.P11)
)

MANAGER_ATTESTATION = Requirement(
    code="manager-attestation",
    asks="Does the manager of the chosen cluster attest coherence and fitness, for every enterprise?",
    holds_if=every(
        some(
            all_of(
                attestation.cluster == project.cluster,
                attestation.coherent_with_agenda,
                attestation.fit_to_join,
            )
        )
    ),
    source=SOURCES.P05,
    stage=Stage.RECEIVABILITY,
    note="One attestation holds both points: that the project is coherent with the agenda of the cluster, and that the "
    "enterprise is fit to enter it. An application that lacks one is inadmissible.",
)

WAS_NEVER_MEMBER = never_member_before(limits.never_before)
"""The enterprise was associated to no cluster before the day that counts."""

NEVER_CLUSTER_MEMBER = Requirement(
    code="never-cluster-member",
    asks="Was no enterprise ever associated to a cluster before the day that counts?",
    holds_if=every(WAS_NEVER_MEMBER),
    source=(
        SOURCES.P05,
        SOURCES.P06,
        SOURCES.P04.assumed(
            "Reserved to enterprises never associated is read as reserved to partnerships of such enterprises alone. "
            "End users are exempt."
        ),
    ),
    stage=Stage.ELIGIBILITY,
)

COMMITMENT_TO_JOIN = Requirement(
    code="commitment-to-join",
    asks="Does every enterprise commit itself to join a cluster if the project is admitted?",
    holds_if=every(some(commitment.cluster.is_in(shared_limits.clusters))),
    source=(
        SOURCES.seed,
        SOURCES.P05,
        SOURCES.P11.inferred(
            "One or more clusters, whichever: it need not be the one whose agenda the project serves."
        ),
    ),
    stage=Stage.ELIGIBILITY,
)

LINE_B = RankedCall(
    name="piedmont/line-b",
    version="1.0.0",
    title="Piedmont, innovation clusters, Line B: projects of enterprises never associated to a cluster",
    root=Application,
    time_zone="Europe/Rome",
    in_force_from=date(2016, 12, 28),
    source=SOURCES.P04,
    parameters=(shared_limits, limits, selection_limits),
    granting_day=limits.granting_day,
    procedure=newcomer_life(limits.closes_at),
    requirements=(
        APPLICATION_WINDOW,
        MANAGER_ATTESTATION,
        NEVER_CLUSTER_MEMBER,
        COMMITMENT_TO_JOIN,
        *SHARED_REQUIREMENTS,
    ),
    cost=COST,
    grant=GRANT,
    beneficiaries=BENEFICIARIES,
    merit=LINE_B_MERIT,
    ranking=RANKING,
    budget=BUDGET,
    endowment=limits.endowment,
    most_applications=selection_limits.most_applications,
    joining=JOINING,
)
"""The whole of Line B."""
