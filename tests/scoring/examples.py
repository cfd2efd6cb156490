"""Candidates and allocations in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from clusterpolicy.scoring.allocation import Allocation, allocate
from clusterpolicy.scoring.budget import GENERAL, BudgetRules
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.ranking import RankingRules, rank
from clusterpolicy.scoring.span import Span
from clusterpolicy.scoring.tie_breaks import UnbrokenTies

OPEN_TIES = RankingRules(unbroken_ties=UnbrokenTies.LEFT_OPEN)


def candidate(name: str, score: int | str | Span, grant: int | str | Span = 100, **more: Any) -> Candidate:
    return Candidate(
        name,
        score if isinstance(score, Span) else Span.of(Decimal(score)),
        grant if isinstance(grant, Span) else Span.of(Decimal(grant)),
        **more,
    )


def between(lowest: int | str, highest: int | str) -> Span:
    return Span(Decimal(lowest), Decimal(highest))


def awarding(
    candidates: Sequence[Candidate], rules: BudgetRules, endowment: int | str | Decimal, **set_aside: int | Decimal
) -> Allocation:
    amounts = {kind: Decimal(amount) for kind, amount in set_aside.items()}
    return allocate(rank(candidates, OPEN_TIES), rules, Decimal(endowment), amounts)


def from_pots(candidates: Sequence[Candidate], rules: BudgetRules, pots: Mapping[str, Decimal]) -> Allocation:
    set_aside = {name: amount for name, amount in pots.items() if name != GENERAL}
    return awarding(candidates, rules, sum(pots.values(), Decimal(0)), **set_aside)


def paid(allocation: Allocation) -> dict[str, Decimal | None]:
    return {outcome.application: outcome.amount for outcome in allocation.awarded}


def statuses(allocation: Allocation) -> dict[str, str]:
    return {outcome.application: outcome.status.value for outcome in allocation.outcomes}
