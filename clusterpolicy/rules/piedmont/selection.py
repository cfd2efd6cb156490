"""How projects are put in order, and how far the money goes: what both lines share.

The sources name the money of each line and that there was a comparative evaluation. They do not say how ties were
broken, or what happened at the project that the money no longer covered. So most of this is assumed, and said to be.

By what is published the money never ran out: both lines left about a third of it. So nothing here should decide much.
"""

from clusterpolicy.language import Parameters
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.budget import BudgetRules, Remainder, TooLarge
from clusterpolicy.scoring.order_rules import Prefers, RankingRules, TieBreak, UnbrokenTies
from clusterpolicy.scoring.ranked_call import SUBMITTED_AT

limits = Parameters.beside(__file__, "selection.toml")

RANKING = RankingRules(
    tie_breaks=(TieBreak("innovativeness"), TieBreak(SUBMITTED_AT, Prefers.EARLIER)),
    unbroken_ties=UnbrokenTies.REFUSED,
    source=(
        SOURCES.P06.inferred("A closing date and a comparative evaluation make a ranking."),
        SOURCES.P13.assumed("Ties go to innovativeness, on which all stress lies, then to the earlier submission."),
    ),
)
"""By descending score; then by innovativeness; then by the instant of submission."""

BUDGET = BudgetRules(
    too_large=TooLarge.STOP,
    remainder=Remainder.NOT_OFFERED,
    source=(
        SOURCES.P04.assumed(
            "Whole projects in the order of the ranking; funding ends at the first whose full grant no longer fits. "
            "Neither partial funding nor a pot for each agenda is evidenced."
        ),
    ),
)
"""Whole projects, down the ranking, from one pot a line."""
