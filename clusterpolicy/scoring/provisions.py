"""How a call ranks and gives out its money, in words."""

from __future__ import annotations

from collections.abc import Mapping

from clusterpolicy.language.rule import Provision
from clusterpolicy.scoring.budget import BudgetRules, Remainder, Reserve, TooLarge, Unused
from clusterpolicy.scoring.order_rules import Keeps, RankingRules, TieBreak, UnbrokenTies

_TIES = {
    UnbrokenTies.REFUSED: "Where two that pass are level in all of that, there is no ranking before the tie is broken.",
    UnbrokenTies.LEFT_OPEN: "Where two that pass are level in all of that, either may be first. Only what is awarded "
    "in either order is awarded.",
}
_TOO_LARGE = {
    TooLarge.STOP: "Money is given out down the ranking. It ends at the first project whose grant is more than what is "
    "left.",
    TooLarge.SKIP: "Money is given out down the ranking. A project whose grant is more than what is left is passed "
    "over, and smaller ones behind it are funded as long as they fit.",
}
_REMAINDER = {
    Remainder.NOT_OFFERED: "A project is funded in full or not at all.",
    Remainder.OFFERED: "A project that no longer fits receives what is left, if its applicants accept less than the "
    "full grant.",
}
_UNUSED = {
    Unused.RETURNS: "what they do not use joins the money that is open to all",
    Unused.STAYS: "what they do not use is not given out",
}
_KEEPS = {
    Keeps.SUBMITTED_FIRST: "Where an enterprise filed more applications than it may, those filed later are struck.",
    Keeps.HIGHEST_SCORE: "Where an enterprise filed more applications than it may, those with lower scores are struck.",
}


def ranking_in_words(rules: RankingRules, titles: Mapping[str, str]) -> Provision:
    """How applications are put in order; `titles` are the names of what ties are broken by."""
    ties = tuple(_tie_break(each, titles) for each in rules.tie_breaks)
    first = "Applications that pass are put in order by their total score, the highest first."
    return Provision("Ranking", (first, *ties, _TIES[rules.unbroken_ties]), rules.source)


def budget_in_words(rules: BudgetRules, keeps: Keeps | None, awards_stand: bool) -> Provision:
    """How money is given out, and what follows when somebody leaves; `keeps` is `None` where nobody files too many."""
    leaving = (
        "When a project leaves, all other awards stand, and what is free goes down the ranking."
        if awards_stand
        else "When a project leaves, all money is given out anew."
    )
    says = [_TOO_LARGE[rules.too_large], _REMAINDER[rules.remainder], *map(_reserve, rules.reserves), leaving]
    return Provision("Money", (*says, *([] if keeps is None else [_KEEPS[keeps]])), rules.source)


def _tie_break(rule: TieBreak, titles: Mapping[str, str]) -> str:
    return f"Of those that are level, by {titles.get(rule.name, rule.name)}, the {rule.prefers.value} first."


def _reserve(reserve: Reserve) -> str:
    return f"A reserve is set aside for projects of the kind `{reserve.kind}`; {_UNUSED[reserve.unused]}."
