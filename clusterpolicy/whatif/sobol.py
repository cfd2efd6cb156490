"""Sobol's indices: how much of the spread of an outcome each figure explains, by itself and with all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.units import shown
from clusterpolicy.whatif.drawing import generator
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.sweep import Progress, sweep
from clusterpolicy.whatif.variants import Steps, Variants

Measure = Literal["granted", "awarded"]
_MEASURES: tuple[str, ...] = get_args(Measure)


@dataclass(frozen=True, slots=True)
class Index:
    """What a figure explains of the spread of an outcome. Shares of the variance, estimated from a sample.

    Attributes:
        figure: Its full name.
        alone: What it explains by itself.
        in_all: What it explains by itself and together with others.
        alone_within, in_all_within: How far off the estimates may be, at a confidence of 95 %.
    """

    figure: str
    alone: float
    in_all: float
    alone_within: float
    in_all_within: float


def sobol(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    ranges: Mapping[str, Steps],
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    seed: int,
    measure: Measure = "granted",
    number: int = 256,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
) -> tuple[Index, ...]:
    """Sobol's indices of some figures, the one that explains most first. A seed repeats them.

    Args:
        call: The rules of the call.
        applications: All applications to it.
        marks: All marks of all evaluators.
        ranges: Between which values each figure lies, each value as likely.
        conflicts: Which evaluators may not judge which applications.
        seed: Any whole number, zero or more.
        measure: The outcome: what is granted, or how many are awarded.
        number: How large the sample is: a power of two. So many times the number of figures and two are run.
        scenario: What is different in every variant; `None` is nothing.
        progress: Told now and then how many variants are done.

    Raises: InputError `sweep-invalid` for fewer than two figures, a number that is no power of two, an outcome that is
    none of the two, or what is no seed; with the code of each variant that cannot be run; as `sweep` does.
    """
    if len(ranges) < 2 or number < 2 or number & (number - 1):
        said = f"{len(ranges)} figures and a sample of {number}"
        raise InputError(Problem("sweep-invalid", "sobol", said, "name two figures or more, and a power of two"))
    if measure not in _MEASURES:
        said = f"{shown(measure)} is no outcome"
        raise InputError(Problem("sweep-invalid", "measure", said, nearest(str(measure), _MEASURES)))
    generator(seed)  # refuses what is no seed
    problem = {"num_vars": len(ranges), "names": list(ranges), "bounds": [[0.0, 1.0]] * len(ranges)}
    shares = sampling.sample(problem, number, calc_second_order=False, seed=seed)
    found = sweep(
        call, applications, marks, Variants.spread(ranges, shares), conflicts, scenario=scenario, progress=progress
    )
    found.check_all_run()
    outcome = (found.granted_cents if measure == "granted" else found.awarded).astype(np.float64)
    if outcome.min() == outcome.max():
        return tuple(Index(name, 0.0, 0.0, 0.0, 0.0) for name in ranges)  # nothing moves, so nothing explains it
    indices = analysis.analyze(problem, outcome, calc_second_order=False, seed=seed)
    listed = [
        Index(name, *(float(indices[key][at]) for key in ("S1", "ST", "S1_conf", "ST_conf")))
        for at, name in enumerate(ranges)
    ]
    return tuple(sorted(listed, key=lambda each: (-each.in_all, each.figure)))
