"""Drawing at random, so that it can be repeated."""

from __future__ import annotations

import numpy as np

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.units import shown


def generator(seed: int) -> np.random.Generator:
    """What draws: the same seed draws the same. Raises: InputError `sweep-invalid` for what is no seed.

    >>> int(generator(7).integers(100)) == int(generator(7).integers(100))
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        said = f"{shown(seed)} is no seed"
        raise InputError(Problem("sweep-invalid", "seed", said, "write a whole number, zero or more"))
    return np.random.default_rng(seed)
