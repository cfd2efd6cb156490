"""What earns more than the base: collaboration, dissemination, licences, assisted areas, cross-border projects.

Source: Regulation (EU) No 651/2014, Art. 25(6)(b) to (d), with the definition of Art. 2(90).

Hard to read:

- one bonus of 15 points may be earned in several ways, and is given once;
- from 2023-07-01 there are bonuses of 15, 5 and 25 points. They are alternatives: the best one counts, never two;
- the limit of 70 % belongs to the collaboration of undertakings only, and the limit of 10 % to that with research
  organisations only. Exactly 70 % and exactly 10 % pass;
- undertakings of one group are one undertaking: they are no collaboration, and their costs are added together;
- who is paid for contract research or services does not collaborate, and bears no costs.

A region passes its own facts to these functions, so that the conditions are written once.
"""

from clusterpolicy.language import (
    Formula,
    Parameters,
    all_of,
    any_of,
    choose,
    count,
    every,
    greatest,
    some,
    total,
    when,
    zero,
)
from clusterpolicy.model import Size
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Unit

limits = Parameters.beside(__file__, "bonuses.toml")

SOURCE = (SOURCES.GBER_BONUS, SOURCES.GBER_COLLABORATION)
"""Where the bonuses and their conditions are written."""


def collaboration_of_undertakings(
    *,
    effective: Formula,
    is_undertaking: Formula,
    is_sme: Formula,
    cost: Formula,
    whole: Formula,
    in_several_states: Formula | bool,
) -> Formula:
    """Undertakings collaborate: with an SME or in two States, and none of them bears too much. Art. 25(6)(b)(i).

    Args:
        effective: Whether the collaboration is effective, of the whole project.
        is_undertaking: Whether a party is an undertaking that is independent of the other parties.
        is_sme: Whether a party is small or medium-sized.
        cost: What a party bears, in euro, together with all that are linked to it.
        whole: What the whole project costs, in euro. Of a project without cost nobody bears a share.
        in_several_states: Whether the project is carried out in several States; see `several_states`.
    """
    return all_of(
        effective,
        count(is_undertaking) >= limits.least_undertakings,
        any_of(some(all_of(is_undertaking, is_sme)), in_several_states),
        whole > zero(Unit.EURO),
        every(cost <= limits.highest_share_of_one * whole, where=is_undertaking),
    )


def several_states(states: Formula) -> Formula:
    """The project is carried out in enough States to do without an SME."""
    return all_of(states >= limits.least_states)


def collaboration_with_research(
    *,
    effective: Formula,
    is_undertaking: Formula,
    is_research_organisation: Formula,
    may_publish: Formula,
    cost: Formula,
    whole: Formula,
) -> Formula:
    """An undertaking collaborates with research organisations that bear enough and may publish. Art. 25(6)(b)(i).

    Several organisations reach the share together; one that may not publish its own results does not count. The
    arguments are those of `collaboration_of_undertakings`.
    """
    return all_of(
        effective,
        some(is_undertaking),
        whole > zero(Unit.EURO),
        total(cost, where=all_of(is_research_organisation, may_publish)) >= limits.least_share_of_research * whole,
    )


def cross_border(
    *,
    selected: Formula,
    designing_states: Formula,
    collaborating_states: Formula,
    dissemination_states: Formula,
    licences: Formula,
    size: Formula | Size,
) -> Formula:
    """A project designed by several States earns the highest bonus: all of Art. 25(6)(d) together."""
    return all_of(
        selected,
        designing_states >= limits.least_designing_states,
        collaborating_states >= limits.least_collaborating_states[size],
        any_of(dissemination_states >= limits.least_dissemination_states, licences),
    )


def bonus(
    *,
    collaboration: Formula | bool,
    dissemination: Formula | bool,
    licences: Formula | bool,
    area_a: Formula | bool,
    area_c: Formula | bool,
    cross_border: Formula | bool,
) -> Formula:
    """The percentage points beside the bonus for size: the best of (b), (c) and (d) that is earned.

    A bonus that did not exist on the day of granting is nothing on that day. For one that the call does not offer,
    write `False`: a scheme gives only what its own legal basis provides for.
    """
    nothing = zero(Unit.SHARE)
    earns_b = any_of(
        collaboration,
        dissemination,
        all_of(licences, limits.licences_earn_bonus),
        all_of(area_a, limits.area_a_earns_bonus),
    )
    return greatest(
        choose(when(earns_b, limits.bonus_b), otherwise=nothing),
        choose(when(area_c, limits.bonus_c), otherwise=nothing),
        choose(when(cross_border, limits.bonus_d), otherwise=nothing),
    )
