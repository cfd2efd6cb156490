"""From a selection to awards: what was awarded to each project, shared among those who take part in it."""

from __future__ import annotations

from clusterpolicy.calls.award import Award, grant_award
from clusterpolicy.calls.selection import Selection
from clusterpolicy.language.award_rules import AwardRules


def awards_of(selection: Selection, rules: AwardRules) -> dict[str, Award]:
    """The award of every project that a selection funds, by its application, in the order of the ranking.

    Each is granted by the law of the selection. Who took a remainder of the budget gets less, in proportion.

    >>> from clusterpolicy.replay import replay
    >>> from clusterpolicy.rules.piedmont.award import LINE_B_AWARD
    >>> selection = replay().lines["line_b"].selection
    >>> awards = awards_of(selection, LINE_B_AWARD)
    >>> [awards[each.application].amount == each.amount for each in selection.awarded] == [True] * 34
    True
    """
    law = selection.contest.law
    return {
        each.application: grant_award(
            selection.entry(each.application).application,
            law.call,
            rules,
            granted_on=law.day,
            amount=each.amount,
            changes=law.changes,
        )
        for each in selection.awarded
    }
