"""What every test of dossiers shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from clusterpolicy.engines.dossier.journal import FileStore


@pytest.fixture(autouse=True, scope="module")
def no_file_stays_open() -> Iterator[None]:
    """Closes each journal that a test has opened and not closed."""
    opened: list[FileStore] = []
    first = FileStore.__init__

    def noted(store: FileStore, *arguments: Any, **named: Any) -> None:
        first(store, *arguments, **named)
        opened.append(store)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileStore, "__init__", noted)
        yield
    for store in opened:
        store.close()
