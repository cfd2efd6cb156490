"""Who is a member of a cluster, and since when; who never was one.

Hard to read: the sources say of Line A that an enterprise is aggregated to a cluster *by* a day. That is read as being
a member on that day: the first day of the membership may be that day, and so may the last. Whether an enterprise that
left later could still apply is not in the sources; only the named day is tested.

Of Line B they say that an enterprise was *never* associated to any cluster before a day. The day itself does not count:
a membership that begins on it is no earlier one. A membership that ended long ago still is one.

Until 2015 there were twelve clusters, of which seven remained. Who was a member of one of the twelve was associated to
a cluster; but their list is not in the sources. So a membership of a cluster that is none of the seven is left open.
"""

from clusterpolicy.language import Formula, all_of, any_of, facts_of, none, not_, some, unsettled
from clusterpolicy.model import ClusterMembership
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.sources import SOURCES

membership = facts_of(ClusterMembership)

WAS_A_CLUSTER = any_of(
    membership.cluster.is_in(limits.clusters),
    unsettled(
        "whether a cluster that is none of the seven was one of the twelve of Piedmont until 2015", source=SOURCES.P31
    ),
)
"""The membership is, or was, of a cluster of Piedmont."""


def is_member_on(day: Formula) -> Formula:
    """The enterprise is a member of one of the clusters on `day`."""
    return some(
        all_of(
            membership.cluster.is_in(limits.clusters),
            membership.joined_on <= day,
            any_of(not_(membership.has_left), membership.left_on >= day),
        )
    )


def never_member_before(day: Formula) -> Formula:
    """No membership of any cluster of Piedmont, past or present, began before `day`."""
    return none(all_of(WAS_A_CLUSTER, membership.joined_on < day))


def member_until(day: Formula) -> Formula:
    """Some membership of a cluster of Piedmont began on `day` or before, whether or not it has ended since."""
    return some(all_of(WAS_A_CLUSTER, membership.joined_on <= day))
