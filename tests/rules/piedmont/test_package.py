"""The package of Piedmont loads what is asked of it, and no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from clusterpolicy.rules import piedmont

NOT_OF_LINE_A = ("line_b", "line_b_merit", "clusters", "award", "choice_of_line")


@pytest.mark.parametrize("name", piedmont.__all__)
def test_every_name_of_the_package_is_there(name: str) -> None:
    assert getattr(piedmont, name) is getattr(piedmont, name)
    assert name in dir(piedmont)


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="LINE_C"):
        _ = piedmont.LINE_C


def test_who_asks_for_line_a_does_not_wait_for_the_rest() -> None:
    names = [f"clusterpolicy.rules.piedmont.{name}" for name in NOT_OF_LINE_A]
    names += [
        "clusterpolicy.rules.eu.notification",
        "clusterpolicy.scoring.ranking",
        "clusterpolicy.rules.eu.ownership",
    ]
    asked = f"import sys; from clusterpolicy.rules.piedmont import LINE_A; print({{*{names!r}}} & {{*sys.modules}})"
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # our own

    assert ended.stdout.strip() == "set()"
