"""What is found cannot be changed afterwards, and says nothing beyond its own names."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

from clusterpolicy.rules.eu import ownership

MODULES = [import_module(f"{ownership.__name__}.{each.stem}") for each in Path(ownership.__file__).parent.glob("*.py")]
RECORDS = {
    name: each
    for module in MODULES
    for name, each in vars(module).items()
    if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
}


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_cannot_be_changed_and_takes_no_other_names(record: str) -> None:
    kind = RECORDS[record]
    empty = object.__new__(kind)

    with pytest.raises(FrozenInstanceError):
        setattr(empty, fields(kind)[0].name, 1)
    assert not hasattr(empty, "__dict__")


def test_all_that_is_found_is_a_record() -> None:
    public = {name for name in ownership.__all__ if isinstance(getattr(ownership, name), type)}
    assert public - {"Relation"} <= set(RECORDS)
