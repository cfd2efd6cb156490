"""How much de minimis aid a single undertaking may still receive from a Member State.

Sources: Regulation (EU) No 1407/2013, Art. 3, to 2023-12-31; Regulation (EU) 2023/2831, Art. 3, from 2024-01-01.

Hard to read: aid counts from the day of the legal right to it, whenever it is paid. Until 2023 the current and the two
earlier fiscal years count; since 2024 any three years back from the new grant, and with them aid under the Regulation
before. If the new aid would exceed the ceiling, none of it is de minimis.
"""

from clusterpolicy.language import (
    Formula,
    Parameters,
    all_of,
    any_of,
    choose,
    greatest,
    not_,
    total,
    when,
    years_after,
    zero,
)
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Unit

limits = Parameters.beside(__file__, "de_minimis.toml")

SOURCE = (SOURCES.DE_MINIMIS_2013, SOURCES.DE_MINIMIS_2023)
"""Where ceilings and periods are written."""


def in_period(*, granted_on: Formula, new_grant_on: Formula, fiscal_year_began_on: Formula) -> Formula:
    """An earlier grant counts against the ceiling on the day of a new one."""
    rolls_until = years_after(granted_on, limits.rolling_years)
    return all_of(
        granted_on <= new_grant_on,
        choose(
            when(
                limits.rolling,
                any_of(
                    rolls_until > new_grant_on,
                    all_of(not_(limits.same_day_is_outside), rolls_until >= new_grant_on),
                ),
            ),
            otherwise=years_after(granted_on, limits.earlier_fiscal_years) >= fiscal_year_began_on,
        ),
    )


def ceiling(*, road_freight: Formula) -> Formula:
    """The most de minimis aid to a single undertaking, in euro."""
    return choose(when(road_freight, limits.road_freight_ceiling), otherwise=limits.ceiling)


def room(*, ceiling: Formula, amount: Formula, counts: Formula) -> Formula:
    """What is left of the ceiling, in euro, after the earlier grants that count; never below zero."""
    return greatest(zero(Unit.EURO), ceiling - total(amount, where=counts))
