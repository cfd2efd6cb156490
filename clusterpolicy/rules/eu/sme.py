"""The size of an enterprise: micro, small, medium-sized or large.

Source: Regulation (EU) No 651/2014, Annex I.

Hard to read: headcount must be met, but of the two amounts one is enough; and headcount stays *below* its ceiling,
while the amounts may reach theirs. The amount that is met need not be the same in every class.

Where an application says who owns whom, the size is that of annex I as a whole: see `group_size`. Where it does not,
less is known, and what is not known is never guessed:

- the data of partner and linked enterprises (Annex I, Art. 3 and 6) can only make an enterprise bigger, so one that is
  large by its own accounts is large; any other is of its own size only if it declares to be autonomous;
- a class is won or lost only after two years in a row (Annex I, Art. 4(2)). The latest approved accounts decide alone.
"""

from clusterpolicy.language import Quantity, all_of, any_of, choose, facts_of, latest, not_, when
from clusterpolicy.model import Accounts, Participation, Size
from clusterpolicy.rules.eu.annex_i import ceilings as limits
from clusterpolicy.rules.eu.group_size import OWNERSHIP_IS_HANDED_IN, SIZE_IN_GROUP, SIZE_IS_DECLARED
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY

partner, accounts = facts_of(Participation), facts_of(Accounts)

WITHIN_MICRO = all_of(
    accounts.headcount < limits.micro_headcount,
    any_of(
        accounts.turnover <= limits.micro_turnover,
        accounts.balance_sheet_total <= limits.micro_balance_sheet,
    ),
)
WITHIN_SMALL = all_of(
    accounts.headcount < limits.small_headcount,
    any_of(
        accounts.turnover <= limits.small_turnover,
        accounts.balance_sheet_total <= limits.small_balance_sheet,
    ),
)
WITHIN_MEDIUM = all_of(
    accounts.headcount < limits.medium_headcount,
    any_of(
        accounts.turnover <= limits.medium_turnover,
        accounts.balance_sheet_total <= limits.medium_balance_sheet,
    ),
)

OWN_SIZE = Quantity(
    name="own_size",
    label="size of the enterprise by its own accounts",
    formula=latest(
        choose(
            when(WITHIN_MICRO, Size.MICRO),
            when(WITHIN_SMALL, Size.SMALL),
            when(WITHIN_MEDIUM, Size.MEDIUM),
            otherwise=Size.LARGE,
        ),
        by=accounts.closes_on,
        where=all_of(accounts.approved, accounts.closes_on <= SUBMISSION_DAY),
    ),
    source=(SOURCES.GBER_ANNEX_I, SOURCES.GBER.at("Annex I, Art. 4(1)")),
)
"""The size by the latest accounts approved when the application was submitted; unknown if there are none.

A young enterprise without approved accounts is judged by an estimate made in good faith (Annex I, Art. 4(3)). The law
does not say how, so its size stays unknown until somebody enters accounts.
"""

SIZE = Quantity(
    name="size",
    label="size of the enterprise",
    formula=choose(
        when(OWNERSHIP_IS_HANDED_IN, SIZE_IN_GROUP),
        when(OWN_SIZE == Size.LARGE, Size.LARGE),
        when(partner.enterprise.autonomous, OWN_SIZE),
        otherwise=SIZE_IN_GROUP,
    ),
    source=(SOURCES.GBER_ANNEX_I, SOURCES.GBER.at("Annex I, Art. 3 and 6")),
)
"""The size that decides. Without an ownership graph it is unknown for an enterprise with partner or linked enterprises,
unless it is large alone.
"""

IS_SME = Quantity(
    name="is_sme",
    label="the enterprise is micro, small or medium-sized",
    formula=not_(SIZE == Size.LARGE),
    source=SOURCES.GBER.at("Art. 2(2)"),
)
"""Whether the enterprise is a small or medium-sized enterprise in the sense of the Regulation."""

SIZE_DECLARED_AS_FOUND = Quantity(
    name="size_declared_as_found",
    label="the size declared, if any, is the one found",
    formula=any_of(not_(SIZE_IS_DECLARED), partner.enterprise.declared_size == SIZE),
    source=SOURCES.GBER_ANNEX_I.inferred("A declaration does not bind whoever grants the aid."),
)
"""Whether a partner that declares its size is of that size; true of one that declares none."""
