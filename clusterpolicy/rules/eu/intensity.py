"""The highest share of a cost that aid may cover, by activity, size and bonus.

Source: Regulation (EU) No 651/2014, Art. 25(5) to (7), and Art. 7(5) for repayable advances. Bonuses are percentage
points, added to the base.

Hard to read: the ceiling of 80 % holds for industrial research and experimental development, and after all bonuses are
added. Fundamental research may be paid in full, and knows no bonus. Feasibility studies know the bonus for size only.
A ceiling belongs to one beneficiary and one activity: never to a consortium.
"""

from clusterpolicy.language import Formula, Parameters, choose, greatest, least, rounded_down_to_cent, when
from clusterpolicy.model import Activity, Size
from clusterpolicy.rules.eu.sources import SOURCES

limits = Parameters.beside(__file__, "intensity.toml")

SOURCE = (SOURCES.GBER_INTENSITY, SOURCES.GBER_BONUS)
"""Where the ceilings are written."""

ROUNDING = SOURCES.GBER_INTENSITY.assumed(
    "The Regulation does not speak of rounding. Down to the cent, once for each beneficiary: no ceiling is exceeded."
)
"""Whose rounding step it is."""


def fundamental_research_ceiling() -> Formula:
    """The highest share of the cost of fundamental research that aid may cover, for every enterprise."""
    return limits.fundamental_research_base


def industrial_research_ceiling(size: Formula | Size, bonus: Formula | None = None) -> Formula:
    """The highest share of the cost of industrial research that aid to an enterprise of `size` may cover.

    `bonus` are the points beside that for size, see `bonuses.bonus`; without it none is given.
    """
    return least(_with(limits.industrial_research_base + limits.size_bonus[size], bonus), limits.highest_intensity)


def experimental_development_ceiling(size: Formula | Size, bonus: Formula | None = None) -> Formula:
    """The highest share of the cost of experimental development that aid to an enterprise of `size` may cover.

    `bonus` are the points beside that for size, see `bonuses.bonus`; without it none is given.
    """
    return least(_with(limits.experimental_development_base + limits.size_bonus[size], bonus), limits.highest_intensity)


def feasibility_study_ceiling(size: Formula | Size) -> Formula:
    """The highest share of the cost of a feasibility study that aid to an enterprise of `size` may cover."""
    return limits.feasibility_study_base + limits.size_bonus[size]


def ceiling(activity: Formula, size: Formula | Size, bonus: Formula) -> Formula:
    """The highest share of the cost of `activity` that aid to an enterprise of `size` may cover."""
    return choose(
        when(activity == Activity.FUNDAMENTAL_RESEARCH, fundamental_research_ceiling()),
        when(activity == Activity.INDUSTRIAL_RESEARCH, industrial_research_ceiling(size, bonus)),
        when(activity == Activity.EXPERIMENTAL_DEVELOPMENT, experimental_development_ceiling(size, bonus)),
        otherwise=feasibility_study_ceiling(size),
    )


def highest_aid(
    *,
    fundamental_research: Formula,
    industrial_research: Formula,
    experimental_development: Formula,
    feasibility_study: Formula,
    size: Formula | Size,
    bonus: Formula,
    repayable_advance: Formula | bool = False,
) -> Formula:
    """The most aid one beneficiary may receive for its costs, in euro: each activity by its own ceiling.

    Rounded down to the cent once, at the end; see `ROUNDING`.
    """

    def of(ceiling: Formula) -> Formula:
        return of_repayable_advance(ceiling, repayable_advance=repayable_advance)

    return rounded_down_to_cent(
        fundamental_research * of(fundamental_research_ceiling())
        + industrial_research * of(industrial_research_ceiling(size, bonus))
        + experimental_development * of(experimental_development_ceiling(size, bonus))
        + feasibility_study * of(feasibility_study_ceiling(size))
    )


def of_repayable_advance(ceiling: Formula, *, repayable_advance: Formula | bool) -> Formula:
    """The highest share of a cost that a repayable advance may cover, from the `ceiling` of a grant. Art. 7(5).

    An advance whose aid content no accepted method can find, repaid with at least the discount rate after success, may
    be ten points more. It never covers more than the whole cost, and its own limit never takes from the ceiling.
    """
    more = greatest(ceiling, least(ceiling + limits.advance_points, limits.highest_advance))
    return choose(when(repayable_advance, more), otherwise=ceiling)


def _with(points: Formula, bonus: Formula | None) -> Formula:
    return points if bonus is None else points + bonus
