"""Line A: projects of enterprises that belong to a cluster already.

The call was approved by D.D. 643 of 26 October 2016, and its text was replaced later. Neither text is among the
sources, so every rule rests on what the Region and others published about it; see `sources.toml`.
"""

from datetime import date

from clusterpolicy.language import Parameters, Requirement, Stage, every
from clusterpolicy.model import Application
from clusterpolicy.rules.piedmont.costs import COST
from clusterpolicy.rules.piedmont.grant import GRANT
from clusterpolicy.rules.piedmont.life import member_life
from clusterpolicy.rules.piedmont.limits import limits as shared_limits
from clusterpolicy.rules.piedmont.membership import is_member_on
from clusterpolicy.rules.piedmont.merit import LINE_A_MERIT
from clusterpolicy.rules.piedmont.selection import BUDGET, RANKING
from clusterpolicy.rules.piedmont.selection import limits as selection_limits
from clusterpolicy.rules.piedmont.shared import BENEFICIARIES, SHARED_REQUIREMENTS, application_window
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.ranked_call import RankedCall

limits = Parameters.beside(__file__, "line_a.toml")

APPLICATION_WINDOW = application_window(
    opens_at=limits.opens_at,
    closes_at=limits.closes_at,
    source=SOURCES.P06.assumed("The window of Line A is not in the sources; both of its ends are chosen."),
)

WAS_MEMBER = is_member_on(limits.member_by)
"""The enterprise was a member of a cluster on the day that counts."""

CLUSTER_MEMBER = Requirement(
    code="cluster-member",
    asks="Was every enterprise a member of a cluster on the day that counts?",
    holds_if=every(WAS_MEMBER),
    source=(SOURCES.P06, SOURCES.P09, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

LINE_A = RankedCall(
    name="piedmont/line-a",
    version="1.1.0",
    title="Piedmont, innovation clusters, Line A: projects of enterprises associated to a cluster",
    root=Application,
    time_zone="Europe/Rome",
    in_force_from=date(2016, 10, 26),
    source=SOURCES.P05b,
    parameters=(shared_limits, limits, selection_limits),
    granting_day=limits.granting_day,
    procedure=member_life(limits.closes_at),
    requirements=(APPLICATION_WINDOW, CLUSTER_MEMBER, *SHARED_REQUIREMENTS),
    cost=COST,
    grant=GRANT,
    beneficiaries=BENEFICIARIES,
    merit=LINE_A_MERIT,
    ranking=RANKING,
    budget=BUDGET,
    endowment=limits.endowment,
    most_applications=selection_limits.most_applications,
)
"""The whole of Line A."""
