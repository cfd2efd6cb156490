"""The faults of rules that must not be built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import Formula
from tests.language.shire.rules_of import rules_of


def faults_of(build: Callable[[], object]) -> list[Problem]:
    """Every fault that is named when something is built that must not be."""
    with pytest.raises(RuleError) as raised:
        build()
    return list(raised.value.problems)


def faults_in(*truths: Formula, **changed: Any) -> list[Problem]:
    """Every fault of a rule set that asks for some truths."""
    return faults_of(lambda: rules_of(*truths, **changed))


def fault_in(*truths: Formula, **changed: Any) -> Problem:
    """The one fault of a rule set that asks for some truths."""
    (fault,) = faults_in(*truths, **changed)
    return fault
