"""`clusterpolicy whatif`: scenarios, sweeps, sensitivity and cliffs from the prompt."""

from __future__ import annotations

from argparse import Namespace

from clusterpolicy.cli.whatif_chance import chance
from clusterpolicy.cli.whatif_cliffs import cliffs
from clusterpolicy.cli.whatif_compare import compare_call
from clusterpolicy.cli.whatif_sensitivity import sensitivity
from clusterpolicy.cli.whatif_sweep import sweep_call

_STEPS = {"compare": compare_call, "sweep": sweep_call, "sensitivity": sensitivity, "chance": chance, "cliffs": cliffs}


def run(typed: Namespace) -> int:
    """Carry out the step that was typed. Raises: ClusterPolicyError with everything that is wrong."""
    return _STEPS[typed.step](typed)
