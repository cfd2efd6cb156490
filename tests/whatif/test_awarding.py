"""Money given out in columns goes where `clusterpolicy.scoring` gives it, also where little is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.competition import applications
from clusterpolicy.calls.applicants import applicants_of
from clusterpolicy.errors import InputError
from clusterpolicy.language.kinds import TRUTH, number
from clusterpolicy.language.possible import Between
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.scoring.allocation import allocate
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.span import Span
from clusterpolicy.units import Unit
from clusterpolicy.whatif.awarding import Awarding
from clusterpolicy.whatif.examined import Examined
from clusterpolicy.whatif.given import NOT_KNOWN, STATUSES, Money
from clusterpolicy.whatif.lifting import lifted
from clusterpolicy.whatif.variants import Column

FILED = applications(5)
EVALUATIONS = [Evaluation.model_construct(application=each, marks=()) for each in FILED]
APPLICANTS = applicants_of(FILED)


def spans(most: int, unit: str) -> st.SearchStrategy[Any]:
    """Numbers of few values, so that they often meet; some lie between two others."""
    whole = st.integers(0, most).map(lambda value: value * Decimal(unit))
    pairs = st.tuples(whole, whole).filter(lambda ends: ends[0] < ends[1])
    return st.one_of(whole, whole, pairs.map(lambda ends: Between(*ends)))


GRANTS, SCORES = spans(4, "0.01"), spans(3, "1")
ENTRY = st.tuples(st.sampled_from([True, True, False, None]), GRANTS, SCORES, SCORES)
ROW = st.tuples(st.integers(1, 12), st.lists(ENTRY, min_size=5, max_size=5))


def span(value: Any) -> Span:
    return Span.of(value)


def alone(money: int, entries: list[tuple[Any, Any, Any, Any]]) -> tuple[list[str], list[int], str]:
    """What the scoring functions give in one variant."""
    candidates = [
        Candidate(
            each.id,
            span(score),
            span(grant),
            passes,
            () if passes else ("a-code",),
            (tie if isinstance(tie, Decimal) else span(tie), each.submitted_at),
            each.submitted_at,
            APPLICANTS[each.id],
        )
        for each, (passes, grant, score, tie) in zip(FILED, entries, strict=True)
    ]
    try:
        found = allocate(rank(candidates, LINE_A.ranking), LINE_A.budget, money * Decimal("0.01"))
    except InputError as error:
        return ["undecided"] * 5, [NOT_KNOWN] * 5, error.problems[0].code
    outcomes = [found.outcome(each.id) for each in FILED]
    cents = [NOT_KNOWN if each.amount is None else int(each.amount * 100) for each in outcomes]
    return [each.status.value for each in outcomes], cents, ""


@settings(max_examples=250, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=3))
def test_every_variant_is_given_what_it_is_given_alone(rows: list[tuple[int, list[tuple[Any, Any, Any, Any]]]]) -> None:
    def column(at: int, kind: Any) -> Any:
        return lifted([[entry[at] for entry in entries] for _, entries in rows], kind)

    points = number(Unit.POINTS)
    examined = Examined(column(0, TRUTH), column(1, points), column(2, points), (column(3, points), None), None, {})
    money = Money(Column(np.array([cents for cents, _ in rows], np.int64), 2), {}, [()] * len(rows))
    given_out = Awarding(LINE_A, EVALUATIONS).give(examined, money)
    for at, (cents, entries) in enumerate(rows):
        status = [STATUSES[code].value for code in given_out.status[at]]
        assert (status, given_out.cents[at].tolist(), given_out.refused[at]) == alone(cents, entries)
