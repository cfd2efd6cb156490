"""Portfolios and budgets that are dense with ties, equal grants, grants that just fit, and a cent above."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy.scoring.budget import GENERAL, BudgetRules, Remainder, Reserve, TooLarge, Unused
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.span import Span

KINDS = ("small", "young")
GRANTS = [Decimal(text) for text in ("100.00", "100.01", "50.00", "200.00", "0.01", "0.00", "99.99")]
SCORES = [Decimal(text) for text in ("60", "60.01", "70", "80", "80.5", "90")]

_kinds = st.sets(st.sampled_from(KINDS), max_size=2).map(lambda kinds: tuple(sorted(kinds)))


@st.composite
def _spans(draw: DrawFn, values: list[Decimal], known: bool) -> Span:
    one = draw(st.sampled_from(values))
    other = one if known or draw(st.integers(0, 3)) else draw(st.sampled_from(values))
    return Span(min(one, other), max(one, other))


@st.composite
def calls(draw: DrawFn, *, known: bool = False, most: int = 5, ties: bool = True) -> list[Candidate]:
    """Candidates of one call; with `known`, all is known of them; without `ties`, no two have the same score."""
    size = draw(st.integers(1, most))
    distinct = draw(st.permutations(range(size)))
    candidates: list[Candidate] = []
    for number in range(size):
        passes = draw(st.sampled_from((True, True, True, False) if known else (True, True, True, False, None)))
        kinds = draw(_kinds)
        accepts = draw(st.sampled_from((True, False)))
        candidates.append(
            Candidate(
                f"A-{number}",
                draw(_spans(SCORES, known)) if ties else Span.of(60 + distinct[number]),
                draw(_spans(GRANTS, known)),
                passes=passes,
                reasons=() if passes else ("threshold",),
                reserves=kinds if known or draw(st.integers(0, 5)) else None,
                accepts_remainder=accepts if known or draw(st.integers(0, 4)) else None,
            )
        )
    return candidates


@st.composite
def budgets(
    draw: DrawFn, candidates: list[Candidate], *, reserves: bool = True, remainder: bool = True, skip: bool = True
) -> tuple[BudgetRules, dict[str, Decimal]]:
    """Rules and what is in each pot, the general one last; often just the sum of some grants, or a cent beside."""
    kinds = draw(st.sets(st.sampled_from(KINDS))) if reserves else set()
    rules = BudgetRules(
        too_large=draw(st.sampled_from(list(TooLarge) if skip else [TooLarge.STOP])),
        remainder=draw(st.sampled_from(list(Remainder) if remainder else [Remainder.NOT_OFFERED])),
        reserves=tuple(Reserve(kind, draw(st.sampled_from(Unused))) for kind in sorted(kinds)),
    )
    names = [*(reserve.kind for reserve in rules.reserves), GENERAL]
    return rules, {name: draw(_amounts(candidates)) for name in names}


@st.composite
def _amounts(draw: DrawFn, candidates: list[Candidate]) -> Decimal:
    grants = [bound for one in candidates for bound in (one.grant.lowest, one.grant.highest) if bound is not None]
    total = sum(draw(st.lists(st.sampled_from(grants), max_size=4)), Decimal(0))
    return max(total + draw(st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("-0.01")])), Decimal("0.01"))
