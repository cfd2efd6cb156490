"""A selection: what follows from events, what the list and the explanations say, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

import pytest

from clusterpolicy import Cut, FailedToJoin, InputError, Selection, Withdrawal, run_call
from clusterpolicy.calls.record import SelectionRecord
from clusterpolicy.calls.table import csv_of
from clusterpolicy.model import EligibleCosts
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.scoring.outcome import Outcome, Status
from tests.calls.portfolios import ENDOWMENT_A, ENDOWMENT_B, GRANT, application, line_b, marks_of, scaled


def names(outcomes: Iterable[Outcome]) -> list[str]:
    return [each.application for each in outcomes]


@pytest.fixture(scope="module")
def three() -> Selection:
    """Three applications, and money for two."""
    filed = [application(number) for number in range(3)]
    given = [*marks_of(0, "5"), *marks_of(1, "4.5"), *marks_of(2, "4")]
    return run_call(LINE_A, filed, given, changes={ENDOWMENT_A: 2 * GRANT})


@pytest.fixture(scope="module")
def example() -> Selection:
    """The example of Line B."""
    return line_b()


# --- events -----------------------------------------------------------------------------------------------------------


def test_after_a_withdrawal_the_next_in_rank_enters_and_the_withdrawn_one_is_listed(three: Selection) -> None:
    after = three.after(Withdrawal("A-00"))
    assert (names(three.awarded), names(three.reserve)) == (["A-00", "A-01"], ["A-02"])
    assert (names(after.awarded), names(after.reserve)) == (["A-01", "A-02"], [])
    assert after.outcome("A-00").reasons == ("withdrawn",)
    assert names(three.awarded) == ["A-00", "A-01"]  # the selection before is as it was


def test_whoever_failed_to_join_is_struck_and_the_next_in_rank_enters() -> None:
    before = line_b("600000.00")
    after = before.after(FailedToJoin("B-008", "telai-nuovi"))
    assert names(before.awarded) == ["B-003", "B-008"]
    assert names(after.awarded) == ["B-003", "B-017"]
    assert after.outcome("B-008").reasons == ("not-joined",)
    assert after.record().events == ("B-008 was struck: telai-nuovi did not join a cluster within the term",)


def test_nobody_can_fail_to_join_where_admission_does_not_hang_on_it(three: Selection) -> None:
    with pytest.raises(InputError, match="does not hang on joining a cluster"):
        three.after(FailedToJoin("A-00"))


def test_only_who_is_admitted_can_fail_to_join(example: Selection) -> None:
    with pytest.raises(InputError, match="has not been admitted"):
        example.after(FailedToJoin("B-014"))
    with pytest.raises(InputError, match="no participation of `B-008` has the identifier `telai`"):
        example.after(FailedToJoin("B-008", "telai"))


def test_nothing_happens_to_what_is_not_there_or_has_left(three: Selection) -> None:
    with pytest.raises(InputError, match="no application to the call has the identifier `A-09`"):
        three.after(Withdrawal("A-09"))
    with pytest.raises(InputError, match="nothing can happen to `A-00` any more: A-00 was withdrawn"):
        three.after(Withdrawal("A-00")).after(Withdrawal("A-00"))


def test_a_cut_lowers_the_award_and_what_is_free_goes_down_the_ranking(three: Selection) -> None:
    partners = application(0).participations
    halved = Cut("A-00", {each.id: scaled(each.costs, 50) for each in partners})
    after = three.after(halved)
    assert after.outcome("A-00").amount == GRANT / 2
    assert (names(after.awarded), names(after.reserve)) == (["A-00", "A-01"], ["A-02"])
    both = after.after(Cut("A-01", {each.id: scaled(each.costs, 50) for each in partners}))
    assert names(both.awarded) == ["A-00", "A-01", "A-02"]


def test_a_project_with_a_large_enterprise_that_is_cut_to_590000_euro_does_not_qualify_any_more(
    example: Selection,
) -> None:
    after = example.after(materials_of_motori_grandi(38_200))
    assert example.outcome("B-017").status is Status.AWARDED
    assert after.entry("B-017").verdict.cost == Decimal(590_000)
    assert (after.outcome("B-017").status, after.outcome("B-017").reasons) == (Status.REJECTED, ("minimum-cost",))


def test_a_cut_that_reaches_the_floor_of_600000_euro_is_borne(example: Selection) -> None:
    after = example.after(materials_of_motori_grandi(48_200))
    assert after.entry("B-017").verdict.cost == Decimal(600_000)
    assert after.outcome("B-017").status is Status.AWARDED
    assert after.outcome("B-017").amount == Decimal("250500.00")


def test_a_cut_of_research_alone_may_end_its_prevalence_over_development() -> None:
    before = run_call(LINE_A, [application(0)], marks_of(0, "5"))
    partners = before.entry("A-00").application.participations
    cut = {
        each.id: EligibleCosts(experimental_development=each.costs.experimental_development)
        for each in partners
        if each.costs is not None and each.id != "gamma"
    }
    assert "research-prevails" in before.after(Cut("A-00", cut)).outcome("A-00").reasons


def test_research_orders_that_are_cut_below_a_fifth_of_the_cost_strike_a_project() -> None:
    before = run_call(LINE_A, [application(0)], marks_of(0, "5"))
    orders = before.entry("A-00").application.research_orders
    assert orders is not None
    less = [each.model_copy(update={"amount": Decimal("136399.99")}) for each in orders]
    assert before.after(Cut("A-00", research_orders=less)).outcome("A-00").reasons == ("research-orders",)
    just = [each.model_copy(update={"amount": Decimal("136400.00")}) for each in orders]
    assert before.after(Cut("A-00", research_orders=just)).outcome("A-00").status is Status.AWARDED


def materials_of_motori_grandi(amount: int) -> Cut:
    """A cut of the materials for research, 68,200 euro before, of the large enterprise in a project of 620,000 euro."""
    costs = {
        "industrial_research": {"personnel": "132000", "overheads": "19800", "materials": str(amount)},
        "experimental_development": {"personnel": "66000", "overheads": "9900", "materials": "34100"},
    }
    return Cut("B-017", {"motori-grandi": EligibleCosts.model_validate(costs)})


# --- what is said -----------------------------------------------------------------------------------------------------


def test_the_list_names_every_application_with_place_money_cut_off_and_what_the_next_needs(three: Selection) -> None:
    text = three.table()
    assert "3: 2 awarded, 1 on the reserve list, 0 rejected, 0 undecided" in text
    assert "669,700.00 EUR, of which 669,700.00 EUR awarded" in text
    assert "A-02, for which 334,850.00 EUR more are needed" in text
    assert all(f"A-{number:02}" in text for number in range(3))
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_list_says_which_change_of_score_mark_or_weight_changes_a_place(three: Selection) -> None:
    listed = {each.application: each for each in three.record().listed}
    firm = listed["A-01"].firm
    assert firm.rise is not None
    assert (firm.rise.other, firm.rise.mark) == ("A-00", None)
    assert firm.award == Decimal("-10.01")
    assert listed["A-02"].firm.award == Decimal("10.01") or listed["A-02"].firm.award == Decimal("10.00")
    assert firm.margins == {"innovativeness-floor": Decimal(9), "threshold": Decimal(30)}


def test_a_change_of_one_mark_that_is_named_does_swap_two_places() -> None:
    filed = [application(0), application(1)]
    given = [*marks_of(0, "4"), *marks_of(1, "4"), *marks_of(1, "4.5", ["fourth"])]
    selection = run_call(LINE_A, filed, given)
    assert names(selection.awarded) == ["A-01", "A-00"]
    fall = {each.application: each.firm for each in selection.record().listed}["A-01"].fall
    assert fall is not None
    assert fall.mark is not None
    change = fall.mark
    changed = [
        mark.model_copy(update={"points": change.to})
        if (mark.application, mark.evaluator, mark.criterion) == ("A-01", change.evaluator, change.criterion)
        else mark
        for mark in given
    ]
    assert names(run_call(LINE_A, filed, changed).awarded) == ["A-00", "A-01"]


def test_an_explanation_holds_place_money_score_and_eligibility(example: Selection) -> None:
    text = example.explain("B-008")
    for said in ("AWARDED.", "2 of 6", "214,000.00 EUR", "Merit of application B-008", "Decision on application B-008"):
        assert said in text


def test_an_explanation_of_an_open_one_names_what_is_missing_and_whom_it_waits_for(example: Selection) -> None:
    text = example.explain("B-021")
    assert "UNDECIDED" in text
    assert "unpaid revocation order" in text
    assert "at participations[0].enterprise.has_unpaid_revocation_order" in text


def test_an_application_that_nobody_marked_lacks_all_marks_and_says_so_once() -> None:
    selection = run_call(LINE_A, [application(0), application(1)], marks_of(1))
    listed = {each.application: each for each in selection.record().listed}
    assert [each.label for each in listed["A-00"].missing] == ["all marks"]
    assert "missing: all marks" in selection.table()


def test_reasons_are_said_in_words_and_requirements_by_their_codes() -> None:
    assert "it fails innovativeness-floor" in line_b().explain("B-014")
    assert "it may fail no-unpaid-recovery-or-revocation-order" in line_b().table()
    assert "it was withdrawn" in line_b().after(Withdrawal("B-003")).explain("B-003")
    assert "it did not join a cluster" in line_b().after(FailedToJoin("B-003")).explain("B-003").replace(
        "an enterprise of it", "it"
    )


def firmness_in(selection: Selection) -> list[str]:
    """The words of the table of firm places, in the order of the lines."""
    _, _, part = selection.table().partition("HOW FIRM EACH PLACE IS")
    return part.partition("SEAL")[0].split()


def test_a_column_of_the_table_that_would_be_empty_is_left_out(three: Selection) -> None:
    assert "turns" in firmness_in(three)
    assert "turns" not in firmness_in(line_b())


def test_the_table_says_which_floor_or_threshold_is_nearest(three: Selection) -> None:
    words = firmness_in(three)
    assert {"+12", "+9", "+6"} <= set(words)
    assert "innovativeness-floor" in "".join(words)
    alone = firmness_in(run_call(LINE_A, [application(0)], marks_of(0, "3")))
    assert "+0" in alone
    assert alone[-1] == "innovativeness-floor"


def test_a_missing_mark_is_named_by_who_owes_it() -> None:
    listed = {each.application: each for each in line_b("900000.00").record().listed}
    assert [each.label for each in listed["B-026"].missing] == ["mark of verdi for technical-quality"]
    assert listed["B-026"].waits_for == ("B-021",)


def test_what_is_asked_of_a_stranger_is_refused(example: Selection) -> None:
    for ask in (example.explain, example.outcome, example.entry):
        with pytest.raises(InputError, match="no application of this call"):
            ask("B-099")


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_record_comes_back_from_json_unchanged(example: Selection) -> None:
    record = example.record()
    assert SelectionRecord.model_validate_json(record.model_dump_json()) == record


def test_the_seal_is_the_same_for_the_same_run_and_another_for_other_figures_marks_or_events() -> None:
    seals = [line_b().record().seal, line_b("900000.00").record().seal]
    assert line_b().record().seal == seals[0]
    assert seals[1].changed == {ENDOWMENT_B: "900000"}
    assert (seals[1].rules, seals[1].applications, seals[1].marks) == (
        seals[0].rules,
        seals[0].applications,
        seals[0].marks,
    )
    events = line_b().after(Withdrawal("B-008")).record().seal
    assert events.events.startswith("sha256:")
    assert (events.applications, events.marks) == (seals[0].applications, seals[0].marks)
    one, other = (run_call(LINE_A, [application(0)], marks_of(0, points)).record().seal for points in ("4", "4.5"))
    assert one.marks != other.marks
    assert one.applications == other.applications


def test_the_table_for_spreadsheets_has_a_line_for_each_and_runs_no_formula(example: Selection) -> None:
    record = example.record()
    lines = csv_of(record).splitlines()
    assert len(lines) == 1 + len(record.listed)
    assert lines[0].startswith("place,application,project")
    bad = application(0).model_copy(update={"id": "=1+1"})
    named = [mark.model_copy(update={"application": "=1+1"}) for mark in marks_of(0)]
    assert ",'=1+1," in csv_of(run_call(LINE_A, [bad], named).record())


def test_amounts_in_json_are_exact_texts(example: Selection) -> None:
    kept = json.loads(example.record().model_dump_json())
    assert kept["endowment"] == "15000000.00"
    assert kept["listed"][0]["amount"] == "191000.00"
