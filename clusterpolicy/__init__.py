"""Rules as code for regional calls that fund research and development.

>>> from pathlib import Path
>>> from clusterpolicy import Application, assess
>>> from clusterpolicy.rules import piedmont
>>> text = Path("examples/line_a/eligible.json").read_text(encoding="utf-8")
>>> assess(Application.model_validate_json(text), piedmont.LINE_A).outcome
'eligible'

Importing this package loads no engine. Its names are found when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from clusterpolicy.version import __version__

if TYPE_CHECKING:
    from clusterpolicy.calls.events import Cut, FailedToJoin, Withdrawal
    from clusterpolicy.calls.run import run_call
    from clusterpolicy.calls.selection import Selection
    from clusterpolicy.engines.decision import Decision, assess
    from clusterpolicy.engines.record import Finding
    from clusterpolicy.engines.scalar import Verdict, decide
    from clusterpolicy.errors import ClusterPolicyError, InputError, NoLawThatDay, Problem, RuleError
    from clusterpolicy.language.rule_set import RuleSet
    from clusterpolicy.model import Application
    from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
    from clusterpolicy.reading import read_application

__all__ = [
    "Application",
    "ClusterPolicyError",
    "ConflictOfInterest",
    "Cut",
    "Decision",
    "FailedToJoin",
    "Finding",
    "InputError",
    "Mark",
    "NoLawThatDay",
    "Problem",
    "RuleError",
    "RuleSet",
    "Selection",
    "Verdict",
    "Withdrawal",
    "__version__",
    "assess",
    "decide",
    "read_application",
    "run_call",
]

_HOME = {
    "Application": "clusterpolicy.model",
    "ClusterPolicyError": "clusterpolicy.errors",
    "ConflictOfInterest": "clusterpolicy.model.evaluation",
    "Cut": "clusterpolicy.calls.events",
    "Decision": "clusterpolicy.engines.decision",
    "FailedToJoin": "clusterpolicy.calls.events",
    "Finding": "clusterpolicy.engines.record",
    "InputError": "clusterpolicy.errors",
    "Mark": "clusterpolicy.model.evaluation",
    "NoLawThatDay": "clusterpolicy.errors",
    "Problem": "clusterpolicy.errors",
    "RuleError": "clusterpolicy.errors",
    "RuleSet": "clusterpolicy.language.rule_set",
    "Selection": "clusterpolicy.calls.selection",
    "Verdict": "clusterpolicy.engines.scalar",
    "Withdrawal": "clusterpolicy.calls.events",
    "assess": "clusterpolicy.engines.decision",
    "decide": "clusterpolicy.engines.scalar",
    "read_application": "clusterpolicy.reading",
    "run_call": "clusterpolicy.calls.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module `clusterpolicy` has no attribute `{name}`")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
