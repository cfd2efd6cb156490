"""Who is a member of a cluster, and since when.

Hard to read: the sources say that an enterprise is aggregated to a cluster *by* a day. That is read as being a member
on that day: the first day of the membership may be that day, and so may the last. Whether an enterprise that left
later could still apply is not in the sources; only the named day is tested.
"""

from clusterpolicy.language import Formula, all_of, any_of, facts_of, not_, some
from clusterpolicy.model import ClusterMembership
from clusterpolicy.rules.piedmont.limits import limits

membership = facts_of(ClusterMembership)


def is_member_on(day: Formula) -> Formula:
    """The partner is a member of one of the clusters on `day`."""
    return some(
        all_of(
            membership.cluster.is_in(limits.clusters),
            membership.joined_on <= day,
            any_of(not_(membership.has_left), membership.left_on >= day),
        )
    )
