"""On which figure the outcome hangs: each moved by itself, or all at once and taken apart by Sobol's indices.

>>> from clusterpolicy.replay.marks import marks_of
>>> from clusterpolicy.replay.portfolio import applications_of
>>> from clusterpolicy.rules import piedmont
>>> from clusterpolicy.whatif.variants import Steps
>>> call = piedmont.LINE_B
>>> filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, call.merit.grid)
>>> ranges = {
...     "piedmont/minimum_cost": Steps(200_000, 400_000, 1),
...     "piedmont/overheads_share": Steps("0.10", "0.20", "0.01"),
... }
>>> for swing in one_at_a_time(call, filed, given, ranges):
...     print(swing.figure, [str(each) for each in (swing.granted_low, swing.granted, swing.granted_high)])
piedmont/overheads_share ['198924.07', '9299909.46', '9299909.46']
piedmont/minimum_cost ['9510694.03', '9299909.46', '7933222.84']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.units import shown
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.sweep import Progress, sweep
from clusterpolicy.whatif.table_rows import parsed
from clusterpolicy.whatif.under import law_under
from clusterpolicy.whatif.variants import Steps, Variants
from clusterpolicy.whatif.varied import check


@dataclass(frozen=True, slots=True)
class Swing:
    """What one figure moves, all others as they are. Amounts in euro.

    Attributes:
        figure: Its full name.
        low, high: The ends of its range.
        granted: What is granted with every figure as it is.
        granted_low, granted_high: What is granted at the two ends.
        awarded, awarded_low, awarded_high: The same for how many are awarded.
    """

    figure: str
    low: Decimal
    high: Decimal
    granted: Decimal
    granted_low: Decimal
    granted_high: Decimal
    awarded: int
    awarded_low: int
    awarded_high: int

    @property
    def width(self) -> Decimal:
        """How far apart the grants at the two ends are, in euro."""
        return abs(self.granted_high - self.granted_low)


def one_at_a_time(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    ranges: Mapping[str, Steps],
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
) -> tuple[Swing, ...]:
    """What each figure moves by itself, the one that moves most first.

    Raises: InputError `sweep-invalid` for what is no range, and with the code of each variant that cannot be run; as
    `sweep` does.
    """
    problems = [
        Problem("sweep-invalid", name, f"{shown(each)} is no range", 'write Steps("0.10", "0.40", "0.05")')
        for name, each in ranges.items()
        if not isinstance(each, Steps)
    ]
    if problems:
        raise InputError(problems)
    check(call, Variants.listed([{name: each.lowest for name, each in ranges.items()}]))
    base = _as_they_are(call, ranges, scenario)
    rows = [base]
    for name, steps in ranges.items():
        rows += ({**base, name: end} for end in (steps.lowest, steps.highest))
    variants = Variants.listed(rows)
    found = sweep(call, applications, marks, variants, conflicts, scenario=scenario, progress=progress)
    found.check_all_run()
    granted = [Decimal(cents).scaleb(-2) for cents in found.granted_cents.tolist()]
    awarded = found.awarded.tolist()
    swings = [
        Swing(
            name,
            Decimal(steps.lowest),
            Decimal(steps.highest),
            granted[0],
            granted[1 + 2 * at],
            granted[2 + 2 * at],
            awarded[0],
            awarded[1 + 2 * at],
            awarded[2 + 2 * at],
        )
        for at, (name, steps) in enumerate(ranges.items())
    ]
    return tuple(sorted(swings, key=lambda each: (-each.width, each.figure)))


def _as_they_are(call: RankedCall, ranges: Mapping[str, Steps], scenario: Scenario | None) -> dict[str, Any]:
    """The value that each figure has before anything varies."""
    law = law_under(call, scenario)
    figures = {**law.figures_of_merit, **law.figures}
    found: dict[str, Any] = {}
    for name in ranges:
        parameter, row = parsed(name)
        value: Any = figures[parameter]
        found[name] = value if row is None else value[row]
    return found
