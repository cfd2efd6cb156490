"""The pages that list things list all of them."""

from __future__ import annotations

import re

import clusterpolicy.language
from clusterpolicy.errors import CODES
from tests.docs.blocks import ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_page_of_words_names_every_word_of_the_language() -> None:
    in_code = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", page("words.md")))))

    assert set(clusterpolicy.language.__all__) - in_code == set()


def test_the_page_of_errors_has_one_section_for_each_code_in_the_order_of_the_list() -> None:
    sections = re.findall(r"^### `?([a-z-]+)`?$", page("reference/errors.md"), flags=re.MULTILINE)

    assert sections == list(CODES)


def test_each_section_of_the_page_of_errors_begins_with_what_the_code_means() -> None:
    sections = dict(re.findall(r"^### `?([a-z-]+)`?\n\n(.*)$", page("reference/errors.md"), flags=re.MULTILINE))

    assert sections == CODES
