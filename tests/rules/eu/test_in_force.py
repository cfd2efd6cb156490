"""Every question of the common law can be asked from the first day of its act, and on no day before."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.language import Inquiry
from clusterpolicy.rules.eu import doors, has_unpaid_recovery_order

MODULES = [
    import_module(f"{doors.__name__}.{each.stem}")
    for each in Path(doors.__file__).parent.glob("*.py")
    if each.stem != "__init__"
]
INQUIRIES = {each.name: each for module in MODULES for each in vars(module).values() if isinstance(each, Inquiry)}

ENTRY_INTO_FORCE = date(2014, 7, 1)
"""Of Regulation (EU) No 651/2014: its Art. 59."""

OTHERS = {"eu/de-minimis": date(2014, 1, 1)}
"""Of Regulation (EU) No 1407/2013: its Art. 8."""


@pytest.mark.parametrize("name", INQUIRIES)
def test_a_question_can_be_asked_from_the_first_day_of_its_act(name: str) -> None:
    assert INQUIRIES[name].in_force_from == OTHERS.get(name, ENTRY_INTO_FORCE)


def test_a_question_about_a_day_before_is_refused() -> None:
    assert has_unpaid_recovery_order([], on=ENTRY_INTO_FORCE).value is False
    with pytest.raises(NoLawThatDay):
        has_unpaid_recovery_order([], on=ENTRY_INTO_FORCE - timedelta(days=1))
