"""How merit is measured in Line B: by the grid of both lines. See `merit`."""

from datetime import date

from clusterpolicy.rules.piedmont.merit import INNOVATIVE_SME, LEGALITY_RATING, S3_TRAJECTORY, grid
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.merit import Merit

LINE_B_MERIT = Merit(
    name="piedmont/line-b-merit",
    version="1.0.0",
    title="Piedmont, innovation clusters, Line B: how merit is measured",
    grid=grid(INNOVATIVE_SME, LEGALITY_RATING, S3_TRAJECTORY),
    # That every figure is used is checked in Line A: the premium for members has no place here.
    parameters=(),
    time_zone="Europe/Rome",
    in_force_from=date(2016, 12, 28),
    source=SOURCES.P04,
)
"""How the merit of applications to Line B is measured: as in Line A, without the premium for members."""
