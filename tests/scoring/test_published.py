"""The published list shows every application, as dicts, as CSV and as text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from clusterpolicy.scoring.budget import BudgetRules, Remainder
from clusterpolicy.scoring.published import COLUMNS, published
from clusterpolicy.scoring.span import Span
from tests.scoring.examples import awarding, between, candidate

FILED = [
    candidate("A", "81.50", "600.00"),
    candidate("B", "75.00", "500.00", accepts_remainder=True),
    candidate("C", 60, Span.of(None), passes=None, reasons=("duration",)),
    candidate("D", between(40, 45), 1, passes=False, reasons=("threshold", "floor")),
]
LIST = published(
    awarding(FILED, BudgetRules(remainder=Remainder.OFFERED), Decimal(1000)), {"A": 'Gears, "smart" (example)'}
)


def test_every_application_has_a_row_with_what_becomes_of_it() -> None:
    rows = LIST.as_dicts()

    assert [tuple(row) for row in rows] == [COLUMNS] * 4
    assert [tuple(row.values()) for row in rows] == [
        ("1", "A", 'Gears, "smart" (example)', "81.50", "600.00", "600.00", "awarded", ""),
        ("2", "B", "", "75.00", "500.00", "400.00", "awarded", "remainder-accepted"),
        (
            "3",
            "C",
            "",
            "60",
            "0.00 or more",
            "",
            "undecided",
            "eligibility-unknown, grant-unknown, duration",
        ),
        ("", "D", "", "40 to 45", "1.00", "0.00", "rejected", "threshold, floor"),
    ]


def test_the_csv_can_be_read_back() -> None:
    assert list(csv.DictReader(io.StringIO(LIST.as_csv(), newline=""))) == LIST.as_dicts()
    assert LIST.as_csv().startswith("place,application,title,score,grant_asked,grant_awarded,status,reason\r\n")


def test_the_text_is_aligned_and_leaves_empty_columns_out() -> None:
    no_titles = published(awarding(FILED[:2], BudgetRules(), 600))

    assert no_titles.as_text().splitlines() == [
        "place  application  score  grant asked  grant awarded  status   reason",
        "    1  A            81.50       600.00         600.00  awarded",
        "    2  B            75.00       500.00           0.00  reserve  budget-used-up",
    ]
    assert "title" in LIST.as_text().splitlines()[0]


def test_a_place_that_is_open_is_shown_as_a_range() -> None:
    open_places = published(awarding([candidate("A", between(70, 90)), candidate("B", 80)], BudgetRules(), 100))

    assert [row.place for row in open_places.rows] == ["1 to 2", "1 to 2"]


def test_no_text_of_the_csv_is_a_formula_to_a_spreadsheet() -> None:
    found = published(awarding([candidate("=1+1", 80)], BudgetRules(), 100), {"=1+1": "@SUM(A1)"})

    (row,) = csv.DictReader(io.StringIO(found.as_csv(), newline=""))
    assert (row["application"], row["title"]) == ("'=1+1", "'@SUM(A1)")
    assert found.rows[0].application == "=1+1"
