"""The pictures of a dossier show every step and every state, and no word stands on another or is cut off."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy.engines.dossier.change import Kind
from clusterpolicy.engines.dossier.history import Step
from clusterpolicy.engines.dossier.picture import findings_over_time, life_of
from clusterpolicy.language.procedure import Procedure, State
from clusterpolicy.rules.piedmont import LINE_A, LINE_B

IMAGES = Path(__file__).parents[3] / "docs/images"
SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2017, 3, 15)
LETTER = 0.58
"""How wide a letter is on average, of the size of the letters; common sans-serif fonts are narrower."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)  # noqa: S314  # written by this project, moments ago


def box_of(text: ElementTree.Element) -> Box:
    size = float(text.attrib["font-size"])
    x, y, wide = float(text.attrib["x"]), float(text.attrib["y"]), LETTER * size * len(text.text or "")
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.attrib["text-anchor"]]
    return left, y - 0.75 * size, left + wide, y + 0.2 * size


def words_of(picture: str) -> list[str]:
    return [each.text or "" for each in parsed(picture).iter(f"{SVG}text")]


def assert_readable(picture: str) -> None:
    """No word meets another, and none leaves the picture."""
    root = parsed(picture)
    left, top, wide, tall = (float(each) for each in root.attrib["viewBox"].split())
    boxes = [(each.text, box_of(each)) for each in root.iter(f"{SVG}text")]
    for said, box in boxes:
        assert left <= box[0] <= box[2] <= left + wide, said
        assert top <= box[1] <= box[3] <= top + tall, said
    for (one, a), (other, b) in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], f"{one} stands on {other}"


def step(
    number: int,
    kind: Kind = "put",
    counts: tuple[int, int, int] = (1, 10, 20),
    *,
    evidence: tuple[str, ...] = ("extract",),
    contradictions: int = 0,
    on: date | None = None,
) -> Step:
    return Step(number, kind, on or DAY + timedelta(days=number), evidence, *counts, contradictions)


def bars_of(picture: str) -> list[str]:
    return [each.text or "" for each in parsed(picture).iter(f"{SVG}title")]


STEPS = st.builds(
    step,
    st.integers(1, 400),
    st.sampled_from(get_args(Kind)),
    st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 40)),
    evidence=st.lists(st.sampled_from(["application", "accounts-epsilon", "a<b&c", "granted"]), max_size=4).map(tuple),
    contradictions=st.integers(0, 12),
)


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_findings_over_time_can_be_read_for_every_history(history: list[Step]) -> None:
    assert_readable(findings_over_time(history))


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_bar_are_as_long_as_what_they_count_and_leave_no_gap(history: list[Step]) -> None:
    root = parsed(findings_over_time(history))
    bars: dict[str, list[tuple[int, int, int]]] = {}
    for rect in root.iter(f"{SVG}rect"):
        title = rect.find(f"{SVG}title")
        if title is not None:
            left, wide = int(rect.attrib["x"]), int(rect.attrib["width"])
            bars.setdefault(rect.attrib["y"], []).append((left, left + wide, int((title.text or "").split()[2])))
    most = max((sum(count for *_, count in bar) for bar in bars.values()), default=1)
    for bar in bars.values():
        assert all(before[1] == after[0] for before, after in pairwise(bar))
        assert all(abs((right - left) * most - 440 * count) <= most for left, right, count in bar)


def test_every_step_is_named_with_its_day_and_its_numbers() -> None:
    history = (step(1, "opened", (1, 24, 6), evidence=("application",)), step(2, counts=(0, 11, 20)))
    words = words_of(findings_over_time(history))
    assert {"2017-03-16", "opened application", "2017-03-17", "put extract", "24", "6", "11", "20"} <= set(words)
    assert bars_of(findings_over_time(history))[:2] == ["step 1: 1 failed", "step 1: 24 undetermined"]


def test_a_day_that_only_passed_has_no_bar() -> None:
    history = (step(1), step(2, "day", evidence=()), step(3, evidence=("accounts",)))
    words = words_of(findings_over_time(history))
    assert "day" not in words
    assert "2017-03-17" not in words
    assert "put accounts" in words


def test_a_day_on_which_something_changed_has_a_bar() -> None:
    history = (step(1), step(2, "day", counts=(2, 9, 20), evidence=()))
    assert "day" in words_of(findings_over_time(history))


def test_steps_of_one_day_show_it_once() -> None:
    words = words_of(findings_over_time((step(1, on=DAY), step(2, on=DAY))))
    assert words.count("2017-03-15") == 1


@pytest.mark.parametrize(("contradictions", "said"), [(0, []), (1, ["1 contradiction"]), (2, ["2 contradictions"])])
def test_contradictions_are_told_beside_the_bar(contradictions: int, said: list[str]) -> None:
    words = words_of(findings_over_time((step(1, contradictions=contradictions),)))
    assert [each for each in words if "contradiction" in each] == said


def test_a_move_is_named_by_its_state_in_words() -> None:
    words = words_of(findings_over_time((step(1, "moved", evidence=("under_examination",)),)))
    assert "moved under examination" in words


@pytest.mark.parametrize("procedure", [LINE_A.procedure, LINE_B.procedure], ids=["line A", "line B"])
def test_the_life_of_an_application_can_be_read(procedure: Procedure) -> None:
    assert_readable(life_of(procedure))


@pytest.mark.parametrize("procedure", [LINE_A.procedure, LINE_B.procedure], ids=["line A", "line B"])
def test_every_state_and_every_step_is_drawn_once(procedure: Procedure) -> None:
    words = words_of(life_of(procedure))
    assert all(words.count(str(state).replace("_", " ")) == 1 for state in procedure.states)
    steps = {(each.before, each.after) for each in procedure.transitions}
    arrows = [each for each in parsed(life_of(procedure)).iter(f"{SVG}path") if "marker-end" in each.attrib]
    assert len(arrows) == len(steps) == len(words) - len(procedure.states)


def test_a_step_that_two_may_take_names_both() -> None:
    assert LINE_B.procedure is not None
    assert words_of(life_of(LINE_B.procedure)).count("applicant, office") == 1


def test_a_state_left_out_takes_its_steps_along() -> None:
    assert LINE_B.procedure is not None
    whole, rest = LINE_B.procedure, life_of(LINE_B.procedure, without=[State.WITHDRAWN])
    led_there = {each.before for each in whole.transitions if each.after is State.WITHDRAWN}
    assert "withdrawn" not in words_of(rest)
    assert len(words_of(life_of(whole))) - len(words_of(rest)) == len(led_there) + 1
    assert_readable(rest)


def test_the_picture_in_the_docs_is_the_one_drawn_from_the_table() -> None:
    assert LINE_B.procedure is not None
    assert (IMAGES / "dossier-life.svg").read_text(encoding="utf-8") == life_of(LINE_B.procedure)


def test_the_story_of_the_docs_fails_and_is_mended_and_ends_with_all_satisfied() -> None:
    picture = (IMAGES / "dossier-findings.svg").read_text(encoding="utf-8")
    assert_readable(picture)
    bars = bars_of(picture)
    assert any("failed" in each for each in bars)
    assert bars[-1].endswith("31 satisfied")
    assert "moved granted" in words_of(picture)
