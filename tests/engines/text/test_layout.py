"""Plain text in lines of a given width."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.text.layout import WIDTH, Line, Table, plain_text

words = st.text(st.characters(categories=["L", "N", "P"]), max_size=250) | st.text("ab ", max_size=250)
rows = st.lists(st.tuples(words, words, words), max_size=4).map(tuple)


@given(st.lists(st.builds(Line, words, st.sampled_from(["", "- ", "    - "])), max_size=5))
def test_no_line_is_longer_than_a_page_and_no_sign_is_lost(blocks: list[Line]) -> None:
    text = plain_text(blocks)

    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(f"{block.lead}{block.text}" for block in blocks))


@given(rows, st.integers(30, WIDTH))
def test_a_table_keeps_to_the_width_and_loses_nothing(rows: tuple[tuple[str, str, str], ...], width: int) -> None:
    text = plain_text([Table(("One", "Two", "Three"), rows, frozenset({2}))], width)

    assert all(len(line) <= width for line in text.splitlines())
    shown = sorted(re.sub(r"\s", "", text).replace("-", ""))
    given_ = "".join(("One", "Two", "Three", *(cell for row in rows for cell in row)))
    assert shown == sorted(re.sub(r"\s", "", given_).replace("-", ""))


def test_a_number_stays_in_one_line_with_its_unit_and_a_day_with_its_year() -> None:
    text = plain_text([Line("at least 300,000.00 EUR before 24 November 2016, and 15 % of it")], width=22)

    assert text.splitlines() == ["at least", "300,000.00 EUR before", "24 November 2016, and", "15 % of it"]


def test_columns_of_numbers_end_at_the_same_place() -> None:
    table = Table(("Name", "Cost"), (("alfa", "1.00"), ("beta", "1,000.00")), frozenset({1}))

    assert len({len(line) for line in plain_text([table]).splitlines()}) == 1
