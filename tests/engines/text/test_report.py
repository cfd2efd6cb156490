"""The report on a decision: what an official reads, checks and signs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from clusterpolicy import Decision, assess, read_application
from clusterpolicy.engines.reasons import Claim, Ground, Limit, Reason, Together
from clusterpolicy.engines.record import Range
from clusterpolicy.engines.text.statements import Statements
from clusterpolicy.model import Application
from clusterpolicy.rules import piedmont
from clusterpolicy.testing.facts import nullable_paths, with_facts, without_facts
from clusterpolicy.testing.strategies import any_applications, applications
from tests.engines.text.golden.reports import EXAMPLES, golden_file, report_on

LINE_A = piedmont.LINE_A
SOURCE = LINE_A.source
LIMIT = Limit("piedmont/longest_duration", "Longest duration of a project", SOURCE)


def example(name: str) -> Application:
    return read_application(next(each for each in EXAMPLES if each.stem == name).read_bytes())


def decision_on(name: str, **changes: object) -> Decision:
    return assess(with_facts(example(name), changes), LINE_A)


def kept(ground: dict[str, object]) -> Ground:
    """A statement as it comes back from a decision that was kept."""
    return TypeAdapter(Ground).validate_python(ground)


def ground(
    holds: bool | None, value: str, limit: str, *, relation: str = "<=", unit: str = "months", about: str = ""
) -> Ground:
    claim = Claim("duration", relation, "longest duration", unit, (LIMIT,))
    return kept({"holds": holds, "about": about, "value": value, "limit": limit, "claim": claim})


def said(status: str, reason: Reason, **names: str) -> list[str]:
    known = {path.replace("_0", "[0]"): name for path, name in names.items()}
    return [f"{'  ' * each.depth}{each.text}" for each in Statements(status, known).of(reason)]


# --- the whole ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_report_on_each_example_is_the_one_that_was_read_and_found_good(path: Path) -> None:
    assert report_on(path) == golden_file(path).read_text(encoding="utf-8"), "see tests/engines/text/golden/reports.py"


@given(any_applications(known=False) | applications(known=False))
def test_every_decision_has_a_report_that_fits_on_a_page(application: Application) -> None:
    decision = assess(application, LINE_A)

    report = decision.report()

    assert all(len(line) <= 100 for line in report.splitlines())
    assert all(f"\n{each.code}\n" in report for each in (*decision.failed, *decision.undetermined))
    assert all(f"\n- {each.code}: " in report for each in decision.satisfied)
    assert all(line.isprintable() for line in report.splitlines())


def test_a_decision_reads_the_same_after_it_was_kept_as_json() -> None:
    decision = decision_on("undetermined")

    assert Decision.model_validate_json(decision.model_dump_json()).report() == decision.report()


def test_an_application_of_which_hardly_anything_is_known_has_a_report() -> None:
    bare = without_facts(example("eligible"), nullable_paths(example("eligible")))

    report = assess(bare, LINE_A).report()

    assert "Eligible cost  not known" in report
    assert "UNDETERMINED" in report


@pytest.mark.parametrize(
    ("lowest", "highest", "grant"),
    [
        (None, None, "not known"),
        (Decimal(5), None, "5.00 EUR or more"),
        (None, Decimal(5), "5.00 EUR or less"),
        (Decimal(5), Decimal(5), "5.00 EUR"),
    ],
)
def test_a_decision_of_which_nothing_is_left_still_has_a_report(
    lowest: Decimal | None, highest: Decimal | None, grant: str
) -> None:
    nothing: dict[str, object] = {
        "failed": (),
        "undetermined": (),
        "satisfied": (),
        "beneficiaries": {},
        "assumptions": (),
    }
    bare = decision_on("undetermined").model_copy(
        update={**nothing, "grant_if_eligible": Range(lowest=lowest, highest=highest)}
    )

    report = bare.report()

    assert "It is not known who takes part." in report
    assert f"If the application is eligible: {grant}." in report


def test_names_from_an_application_cannot_steer_a_terminal() -> None:
    named = with_facts(example("eligible"), {"participations[0].enterprise.name": "Alfa\N{RIGHT-TO-LEFT OVERRIDE}agla"})

    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in assess(named, LINE_A).report()


# --- the outcome ----------------------------------------------------------------------------------------------------


def test_an_eligible_application_shows_its_grant_to_the_cent_and_what_each_partner_receives() -> None:
    report = decision_on("eligible").report()

    assert "Outcome        ELIGIBLE. All 29 requirements are satisfied." in report
    assert "Grant          334,850.00 EUR\n" in report
    assert "157,500.00\n" in report
    assert "60 %" in report


def test_an_application_that_is_not_eligible_gets_nothing_and_sees_what_it_would_have_got() -> None:
    report = decision_on("five-failures").report()

    assert "NOT ELIGIBLE. Of 29 requirements, 5 fail." in report
    assert "Grant          0.00 EUR. In an eligible application it would be: 236,500.00 EUR." in report


def test_one_failure_is_said_in_the_singular_beside_what_is_open() -> None:
    report = decision_on("undetermined", **{"project.months": 30}).report()

    assert "NOT ELIGIBLE. Of 29 requirements, 1 fails, and 4 cannot be decided yet." in report


def test_an_undetermined_application_shows_between_which_amounts_its_grant_will_lie() -> None:
    report = decision_on("undetermined").report()

    assert "not known yet. If the application is eligible: 311,650.00 EUR to 358,050.00 EUR." in report


def test_end_users_are_shown_beside_the_partners() -> None:
    agency = {"id": "agency", "name": "Agency", "kind": "public_body", "costs": {}}

    report = decision_on("eligible", end_users=[agency]).report()

    assert "Participations:" in report
    assert "End users:" in report


def test_a_changed_figure_stands_at_the_top() -> None:
    decision = assess(example("eligible"), LINE_A, changes={"piedmont/longest_duration": 12})

    head = decision.report().partition("WHO RECEIVES WHAT")[0]

    assert "Changed        piedmont/longest_duration is 12 here. This is not the figure of the rules." in head


# --- the findings ---------------------------------------------------------------------------------------------------


def test_a_failed_finding_says_what_was_met_the_limit_who_where_and_its_source() -> None:
    report = decision_on("five-failures").report()

    finding = report.partition("\ncluster-member\n")[2].partition("\n\n")[0]

    assert "Was every enterprise a member of a cluster on the day that counts? No." in finding
    assert "- Beta Sensori (example): day of joining the cluster: 25 November 2016, but must not be after" in finding
    assert "24 November 2016 (last day to have joined a cluster)" in finding
    assert "at participations[1].enterprise.memberships[0]" in finding
    assert "figure piedmont/line_a/member_by, stated [1]" in finding
    assert "[1] Source: Ricercafinanziamenti" in finding
    assert "https://ricercafinanziamenti.it/" in finding


def test_an_undetermined_finding_names_the_missing_facts_by_their_path() -> None:
    report = decision_on("undetermined").report()

    finding = report.partition("\ndifficulty-declared-as-found\n")[2].partition("\n\n")[0]

    assert "Not known yet." in finding
    assert "- Beta Sensori (example): undertaking in difficulty: not known; it matters whether it is no" in finding
    assert "Missing, and able to decide it:" in finding
    assert "at participations[1].enterprise.in_difficulty" in finding


def test_what_no_rule_settles_is_told_apart_from_a_missing_fact() -> None:
    report = decision_on("eligible", **{"participations[1].place_of_work": "ITC20"}).report()

    finding = report.partition("\nvalle-d-aosta\n")[2].partition("\n\n")[0]

    assert "no known rule settles this: the terms on which Valle d'Aosta pays its own enterprises" in finding
    assert "a rule that is not known, or not modelled: the terms on which Valle d'Aosta" in finding.replace(
        "\n      ", " "
    )


def test_every_assumed_figure_is_shown_with_the_reason_for_it() -> None:
    decision = decision_on("eligible")
    report = decision.report()

    assert f"FIGURES THAT NO SOURCE STATES ({len(decision.assumptions)})" in report
    assert all(f"({each.parameter})" in report for each in decision.assumptions)


def test_every_source_that_is_cited_has_its_number_and_address_in_the_list() -> None:
    decision = decision_on("eligible")
    listed = decision.report().partition("\nSOURCES\n")[2].partition("\nSEAL\n")[0].replace("\n     ", "")

    for finding in decision.findings:
        for source in finding.sources:
            assert source.address in listed


def test_the_report_ends_with_the_seal_and_room_for_a_signature() -> None:
    decision = decision_on("eligible")
    seal = decision.report().partition("\nSEAL\n")[2]

    assert decision.seal.rules in seal
    assert decision.seal.application in seal
    assert "Signature: ___" in seal


# --- reasons in words -----------------------------------------------------------------------------------------------


def test_a_statement_that_fails_says_but_and_one_that_is_open_does_not() -> None:
    assert said("failed", ground(False, "25", "24")) == [
        "duration: 25 months, but must be at most 24 months (longest duration)"
    ]
    assert said("undetermined", ground(None, "unknown", "24")) == [
        "duration: not known; it matters whether it is at most 24 months (longest duration)"
    ]
    assert said("satisfied", ground(True, "23", "24")) == [
        "duration: 23 months, which is at most 24 months (longest duration)"
    ]


def test_a_limit_that_is_not_known_is_said_to_be_unknown() -> None:
    assert said("undetermined", ground(None, "25", "unknown")) == [
        "duration: 25 months; it matters whether it is at most the longest duration, which is not known"
    ]


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("<", "must be before 1 May 2017"),
        ("<=", "must not be after 1 May 2017"),
        (">", "must be after 1 May 2017"),
        (">=", "must not be before 1 May 2017"),
        ("==", "must be 1 May 2017"),
        ("!=", "must not be 1 May 2017"),
    ],
)
def test_days_are_before_and_after_rather_than_below_and_above(relation: str, words: str) -> None:
    reason = ground(False, "2017-05-02", "2017-05-01", relation=relation, unit="date")

    assert words in said("failed", reason)[0]


def test_an_option_of_the_rules_is_told_apart_from_a_fact() -> None:
    assert said("failed", ground(False, "no", "yes", relation="is", unit="truth")) == [
        "option of the rules, “duration”: no, but must be yes"
    ]


def test_an_empty_collection_fails_only_where_a_member_is_needed() -> None:
    sites = {"about": "", "limit": "", "claim": Claim("sites", "there is", "", "count", ())}

    assert said("failed", kept({**sites, "holds": False, "value": "none"})) == [
        "sites: none, but at least one is needed"
    ]
    assert said("satisfied", kept({**sites, "holds": True, "value": "none"})) == ["sites: none"]
    assert said("undetermined", kept({**sites, "holds": None, "value": "unknown"})) == ["sites: not known"]


@pytest.mark.parametrize(
    ("status", "needs", "head"),
    [
        ("failed", "any", "Each of these alone fails it:"),
        ("failed", "all", "These together fail it:"),
        ("satisfied", "any", "Each of these alone is enough:"),
        ("satisfied", "all", "These together satisfy it:"),
        ("undetermined", "all", "These are open:"),
    ],
)
def test_reasons_that_decide_alone_are_told_apart_from_those_that_decide_together(
    status: str, needs: str, head: str
) -> None:
    parts = (ground(False, "25", "24"), ground(False, "26", "24"))
    together = Together("any" if needs == "any" else "all", parts)

    assert said(status, together)[0] == head


def test_reasons_within_reasons_say_how_they_count_among_themselves() -> None:
    inner = Together("all", (ground(False, "26", "24"), ground(False, "27", "24")))

    lines = said(
        "failed",
        Together("any", (ground(False, "25", "24", about="participations[0]"), inner)),
        participations_0="Alfa",
    )

    assert lines[0] == "Each of these alone fails it:"
    assert lines[1].startswith("  Alfa: duration: 25 months")
    assert lines[2] == "  these together:"
    assert lines[3].startswith("    duration: 26 months")
