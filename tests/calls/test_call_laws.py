"""Laws that the run of a call keeps, whatever is handed in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from clusterpolicy import Cut, InputError, Selection, Withdrawal
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.precedence import surely_before
from tests.calls.portfolios import Portfolio, portfolios, scaled

FEWER = settings(max_examples=settings().max_examples // 2)


def run(portfolio: Portfolio) -> Selection | None:
    """The selection; none where a tie that the rules do not break refuses one."""
    try:
        return portfolio.run()
    except InputError as error:
        if {each.code for each in error.problems} != {"tie-unbroken"}:
            raise
        return None


def fate(selection: Selection) -> dict[str, tuple[Status, Decimal | None]]:
    """What becomes of each application."""
    return {each.application: (each.status, each.amount) for each in selection.allocation.outcomes}


@given(portfolios(), st.randoms(use_true_random=False))
@FEWER
def test_the_order_of_what_is_handed_in_changes_nothing(portfolio: Portfolio, chance: Random) -> None:
    shuffled = replace(
        portfolio,
        applications=tuple(chance.sample(portfolio.applications, len(portfolio.applications))),
        marks=tuple(chance.sample(portfolio.marks, len(portfolio.marks))),
        conflicts=tuple(chance.sample(portfolio.conflicts, len(portfolio.conflicts))),
    )
    first, second = run(portfolio), run(shuffled)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first.record() == second.record()


@given(portfolios())
def test_awards_never_exceed_the_money_and_nobody_receives_more_than_the_grant(portfolio: Portfolio) -> None:
    selection = run(portfolio)
    if selection is None:
        return
    awards = [each.amount or Decimal(0) for each in selection.awarded]
    assert sum(awards) <= portfolio.endowment
    for each in selection.awarded:
        assert each.candidate.passes is True
        assert each.amount == each.candidate.grant.exact


@given(portfolios())
def test_nobody_that_waits_stands_above_somebody_that_is_funded(portfolio: Portfolio) -> None:
    selection = run(portfolio)
    if selection is None:
        return
    for waiting in selection.reserve:
        for funded in selection.awarded:
            assert waiting.place is not None
            assert funded.place is not None
            assert not surely_before(waiting.place, funded.place)


@given(portfolios())
def test_whoever_fails_a_requirement_or_a_floor_is_rejected(portfolio: Portfolio) -> None:
    selection = run(portfolio)
    if selection is None:
        return
    for name, entry in selection.contest.entries.items():
        outcome = selection.outcome(name)
        fails = bool(entry.verdict.failed or entry.card.failed)
        assert not fails or outcome.status is Status.REJECTED
        assert fails or outcome.status is not Status.REJECTED or outcome.reasons == ("too-many-applications",)


@given(portfolios(known=True, own_firms=True), st.data())
def test_scrolling_after_a_withdrawal_equals_running_anew_without_it(portfolio: Portfolio, data: DataObject) -> None:
    selection = run(portfolio)
    leaves = data.draw(st.sampled_from([each.id for each in portfolio.applications]))
    anew = run(portfolio.without(leaves))
    if selection is None or anew is None:
        return
    scrolled = fate(selection.after(Withdrawal(leaves)))
    assert scrolled.pop(leaves) == (Status.REJECTED, Decimal("0.00"))
    assert scrolled == fate(anew)


@given(portfolios(), st.data())
@FEWER
def test_awards_stand_when_another_project_leaves(portfolio: Portfolio, data: DataObject) -> None:
    selection = run(portfolio)
    if selection is None:
        return
    leaves = data.draw(st.sampled_from([each.id for each in portfolio.applications]))
    after = fate(selection.after(Withdrawal(leaves)))
    for each in selection.awarded:
        if each.application != leaves:
            assert after[each.application] == (Status.AWARDED, each.amount)


@given(portfolios(known=True, own_firms=True))
@FEWER
def test_taking_away_an_application_that_wins_nothing_takes_no_award_away(portfolio: Portfolio) -> None:
    """One that is rejected changes nothing. One that waits may have stood in the way of smaller ones behind it."""
    selection = run(portfolio)
    if selection is None:
        return
    awards = {each.application: each.amount for each in selection.awarded}
    for loser in (*selection.reserve, *selection.rejected):
        without = run(portfolio.without(loser.application))
        assert without is not None
        found = {each.application: each.amount for each in without.awarded}
        assert awards.items() <= found.items()
        assert loser.status is Status.RESERVE or found == awards


@given(portfolios(known=True, own_firms=True), st.data())
@FEWER
def test_raising_a_mark_never_lowers_the_place_of_its_application(portfolio: Portfolio, data: DataObject) -> None:
    before = run(portfolio)
    at = data.draw(st.integers(0, len(portfolio.marks) - 1))
    mark = portfolio.marks[at]
    higher = mark.model_copy(update={"points": Decimal(5)})
    after = run(replace(portfolio, marks=(*portfolio.marks[:at], higher, *portfolio.marks[at + 1 :])))
    if before is None or after is None:
        return
    one, other = before.outcome(mark.application), after.outcome(mark.application)
    if one.place is not None:
        assert other.place is not None
        assert other.place.best <= one.place.best
    assert (one.amount or 0) <= (other.amount or 0)


@given(portfolios(), st.data())
@FEWER
def test_what_is_settled_stays_so_whatever_the_missing_marks_turn_out_to_be(
    portfolio: Portfolio, data: DataObject
) -> None:
    before = run(portfolio)
    points = st.sampled_from([Decimal(number) / 2 for number in range(11)])
    found = tuple(
        each if each.points is not None else each.model_copy(update={"points": data.draw(points)})
        for each in portfolio.marks
    )
    after = run(replace(portfolio, marks=found))
    if before is None or after is None:
        return
    for each in before.allocation.outcomes:
        if each.status is not Status.UNDECIDED:
            later = after.outcome(each.application)
            assert (later.status, later.amount) == (each.status, each.amount)


@given(portfolios(), st.data())
@FEWER
def test_a_cut_below_the_lowest_cost_of_the_call_strikes_a_project(portfolio: Portfolio, data: DataObject) -> None:
    selection = run(portfolio)
    if selection is None:
        return
    application = portfolio.applications[data.draw(st.integers(0, len(portfolio.applications) - 1))]
    costs = {each.id: scaled(each.costs, 20) for each in application.participations}
    after = selection.after(Cut(application.id, costs))
    outcome = after.outcome(application.id)
    assert outcome.status is Status.REJECTED
    assert "minimum-cost" in outcome.reasons
    assert sum((each.amount or Decimal(0) for each in after.awarded), Decimal(0)) <= portfolio.endowment
    kept = {each.application for each in selection.awarded} - {application.id}
    assert kept <= {each.application for each in after.awarded}
