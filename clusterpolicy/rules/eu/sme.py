"""The size of an enterprise: micro, small, medium-sized or large.

Source: Regulation (EU) No 651/2014, Annex I.

Hard to read: headcount must be met, but of the two amounts one is enough; and headcount stays *below* its ceiling,
while the amounts may reach theirs. The amount that is met need not be the same in every class.

Not modelled yet, and therefore never guessed:

- the data of partner and linked enterprises (Annex I, Art. 3 and 6). They are added to an enterprise's own. They can
  only make it bigger, so an enterprise that is large by its own accounts is large; any other is of its own size only if
  it is autonomous;
- that a class is won or lost only after two years in a row (Annex I, Art. 4(2)). The latest approved accounts decide
  alone.
"""

from clusterpolicy.language import Parameters, Quantity, all_of, any_of, choose, facts_of, latest, not_, unsettled, when
from clusterpolicy.model import Accounts, Participation, Size
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY

partner, accounts = facts_of(Participation), facts_of(Accounts)
limits = Parameters.beside(__file__, "sme.toml")

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
        when(OWN_SIZE == Size.LARGE, Size.LARGE),
        when(partner.enterprise.autonomous, OWN_SIZE),
        otherwise=unsettled(
            "the size together with partner and linked enterprises",
            kind_of=OWN_SIZE,
            source=SOURCES.GBER.at("Annex I, Art. 6"),
        ),
    ),
    source=(SOURCES.GBER_ANNEX_I, SOURCES.GBER.at("Annex I, Art. 3 and 6")),
)
"""The size that decides: unknown for an enterprise with partner or linked enterprises, unless it is large alone."""

IS_SME = Quantity(
    name="is_sme",
    label="the enterprise is micro, small or medium-sized",
    formula=not_(SIZE == Size.LARGE),
    source=SOURCES.GBER.at("Art. 2(2)"),
)
"""Whether the enterprise is a small or medium-sized enterprise in the sense of the Regulation."""
