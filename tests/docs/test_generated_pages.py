"""What the pages take from the code is what the code says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.write_generated_pages import generated_pages
from tests.docs.blocks import name_of

PAGES = generated_pages()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_generated_page_is_up_to_date(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == PAGES[page], "run `python -m docs.write_generated_pages`"
