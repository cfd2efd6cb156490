"""What is not known of an application and can matter for its money, and whether it hangs on others besides."""

from __future__ import annotations

from collections.abc import Sequence

from clusterpolicy.scoring.budget import BudgetRules
from clusterpolicy.scoring.outcome import Because
from clusterpolicy.scoring.pot import Answer
from clusterpolicy.scoring.ranking import Place


def unknowns_of(place: Place, rules: BudgetRules) -> tuple[str, ...]:
    """Codes of what is not known of an application itself."""
    candidate = place.candidate
    return tuple(
        because.value
        for because, holds in (
            (Because.ELIGIBILITY, candidate.passes is None),
            (Because.SCORE, place.first != place.last),
            (Because.GRANT, not candidate.grant.known),
            (Because.KIND, bool(rules.reserves) and candidate.reserves is None),
            (Because.ACCEPTANCE, rules.offers_remainder and candidate.accepts_remainder is None),
        )
        if holds
    )


def hangs_on_others(answer: Answer, unknown: Sequence[str], is_behind_unknown: bool, rules: BudgetRules) -> bool:
    """Whether what becomes of an undecided application hangs on others.

    It does not where, if it passes, the money reaches it in any case, or in none: then its own unknowns decide alone.
    """
    if answer.funded is not None and answer.whole and unknown:
        return False
    return is_behind_unknown or bool(rules.reserves) or not unknown
