"""What the engine for tables refuses, in words."""

from __future__ import annotations

from clusterpolicy.errors import Problem, RuleError


def refused(what: str, mend: str) -> RuleError:
    """The error for a formula that cannot be asked of tables."""
    return RuleError(Problem("not-in-tables", "rules over tables", f"{what} cannot be asked of tables", mend))
