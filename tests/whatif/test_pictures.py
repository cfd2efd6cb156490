"""Pictures say what the figures say, in files that need no network."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.competition import applications, marks
from clusterpolicy.calls.run import run_call
from clusterpolicy.errors import InputError
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.whatif import Scenario, compare
from clusterpolicy.whatif.cliff_pictures import cliffs_picture, course_picture
from clusterpolicy.whatif.cliffs import course_of, worst_cliffs
from clusterpolicy.whatif.frames import applications_frame, variants_frame
from clusterpolicy.whatif.pictures import (
    budget_curve,
    reasons_waterfall,
    save,
    tornado,
    winners_and_losers,
)
from clusterpolicy.whatif.sensitivity import one_at_a_time
from clusterpolicy.whatif.sweep import sweep
from clusterpolicy.whatif.variants import Steps, Variants

FILED = applications(60)
GIVEN = marks(FILED, [(each.code, 5) for each in LINE_A.merit.grid.marked], 3)
SELECTION = run_call(LINE_A, FILED, GIVEN)
RANGES = {"piedmont/minimum_cost": Steps(100_000, 900_000, 1), "piedmont/most_partners": Steps(2, 3, 1)}


def rows(chart: Any, layer: int = 0) -> list[dict[str, Any]]:
    found = chart.to_dict()
    own = found.get("layer", [found])[layer]
    return list((own.get("data") or found["data"])["values"])


def test_the_waterfall_goes_from_all_that_were_submitted_to_all_that_are_awarded() -> None:
    steps = rows(reasons_waterfall(SELECTION))
    assert steps[0]["to"] == len(FILED)
    assert steps[-1]["to"] == len(SELECTION.awarded)
    lost = [each for each in steps if each["kind"] == "lost"]
    assert all(before["to"] == after["from"] for before, after in pairwise(lost))
    assert sum(each["from"] - each["to"] for each in lost) == len(FILED) - len(SELECTION.awarded)


def test_the_budget_curve_never_falls_and_knows_the_endowment() -> None:
    asked = [each["asked"] for each in rows(budget_curve(SELECTION))]
    assert asked == sorted(asked)
    assert rows(budget_curve(SELECTION), 1)[0]["money"] == float(SELECTION.endowment)


def test_winners_stand_above_losers_and_the_title_counts_the_open_ones() -> None:
    scenario = Scenario("other limits", changes={"piedmont/minimum_cost": 700_000, "piedmont/highest_intensity": "0.5"})
    found = compare(LINE_A, scenario, FILED, GIVEN)
    gains = [each["gain"] for each in rows(winners_and_losers(found))]
    assert gains == sorted(gains, reverse=True)
    assert f"{len(found.open)} open" in winners_and_losers(found).to_dict()["title"]


def test_every_picture_is_saved_in_every_format_and_needs_no_network(tmp_path: Path) -> None:
    course = course_of(
        FILED[0], LINE_A, "participations[0].costs.industrial_research.personnel", lowest=0, highest=900_000
    )
    swings = one_at_a_time(
        LINE_A, FILED[:20], [each for each in GIVEN if each.application in {a.id for a in FILED[:20]}], RANGES
    )
    cheaper = Scenario("a cheaper entry", changes={"piedmont/minimum_cost": 100_000})
    charts = {
        "course": course_picture(course),
        "course of days": course_picture(course_of(FILED[0], LINE_A, "project.works_start_on")),
        "course of options": course_picture(course_of(FILED[0], LINE_A, "grouping")),
        "cliffs": cliffs_picture(worst_cliffs(LINE_A, FILED[:2], most=4)),
        "tornado": tornado(swings),
        "waterfall": reasons_waterfall(SELECTION),
        "curve": budget_curve(SELECTION),
        "effects": winners_and_losers(compare(LINE_A, cheaper, FILED, GIVEN)),
    }
    for name, chart in charts.items():
        files = [tmp_path / f"{name}.{ending}" for ending in ("svg", "png", "html")]
        save(chart, *files)
        assert files[0].read_text(encoding="utf-8").startswith("<svg")
        assert files[1].read_bytes().startswith(b"\x89PNG")
        page = files[2].read_text(encoding="utf-8")
        around = re.sub(r"(<script[^>]*>).*?</script>", r"\1", page, flags=re.DOTALL)
        assert not re.search(r"(src|href)\s*=|https?:|@import", around)


def test_a_name_without_a_known_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not say in which format"):
        save(reasons_waterfall(SELECTION), tmp_path / "a.svg", tmp_path / "b.gif")
    assert not list(tmp_path.iterdir())


def test_a_frame_has_one_row_a_variant_and_one_an_application_in_it() -> None:
    variants = Variants.grid({"piedmont/minimum_cost": ["100000.50", "300000"], "piedmont/s3_areas": [["textile"]]})
    found = sweep(LINE_A, FILED, GIVEN, variants)
    frame, long = variants_frame(found), applications_frame(found)
    assert [each for each in frame["piedmont/minimum_cost"]] == [Decimal("100000.50"), Decimal(300_000)]
    assert frame["piedmont/s3_areas"].to_list() == ['["textile"]'] * 2
    assert len(long) == 2 * len(FILED)
    assert long.filter(long["status"] == "undecided")["amount_cents"].null_count() == (found.status == 3).sum()
    totals = long.group_by("variant").agg(pl.col("amount_cents").sum())
    assert sorted(totals["amount_cents"].to_list()) == sorted(found.granted_cents.tolist())


def test_a_fact_that_goes_on_for_ever_is_drawn_around_what_happens() -> None:
    days = course_picture(course_of(FILED[0], LINE_A, "project.works_start_on")).to_dict()
    ends = days["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert ends[1]["year"] - ends[0]["year"] < 10
    amounts = course_picture(course_of(FILED[0], LINE_A, "research_orders[0].amount")).to_dict()
    assert amounts["layer"][0]["encoding"]["x"]["scale"]["domain"][1] < 10**7
    chosen = course_of(FILED[0], LINE_A, "research_orders[0].amount", lowest=0, highest=400_000)
    assert "domain" not in course_picture(chosen).to_dict()["layer"][0]["encoding"]["x"]["scale"]
