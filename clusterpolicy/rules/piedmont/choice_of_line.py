"""Which of the two lines an enterprise fits, by its memberships alone.

The days of the lines leave a hole. Who joined a first cluster between 25 November 2016 and 31 January 2017 came too
late for Line A, and was no newcomer any more for Line B. Who had been a member, and had left before 24 November 2016,
was outside on the day that counts for Line A, and no newcomer either.
"""

from datetime import date

from clusterpolicy.language import Inquiry, Quantity
from clusterpolicy.model import Enterprise
from clusterpolicy.rules.piedmont import line_a, line_b
from clusterpolicy.rules.piedmont.membership import member_until
from clusterpolicy.rules.piedmont.sources import SOURCES

FITS_LINE_A = Quantity(
    name="fits_line_a",
    label="the enterprise was a member on the day that counts for Line A",
    formula=line_a.WAS_MEMBER,
    source=line_a.CLUSTER_MEMBER.sources,
)

FITS_LINE_B = Quantity(
    name="fits_line_b",
    label="the enterprise was never a member before the day that counts for Line B",
    formula=line_b.WAS_NEVER_MEMBER,
    source=line_b.NEVER_CLUSTER_MEMBER.sources,
)

WAS_MEMBER_BEFORE = Quantity(
    name="was_member_before",
    label="the enterprise had joined a cluster by the day that counts for Line A",
    formula=member_until(line_a.limits.member_by),
    source=SOURCES.P06.inferred("It follows from the days of the two lines, which no source compares."),
)

WHICH_LINE = Inquiry(
    name="piedmont/which-line",
    version="1.0.0",
    title="Which line an enterprise fits",
    root=Enterprise,
    time_zone="Europe/Rome",
    source=SOURCES.P06,
    in_force_from=date(2016, 12, 28),
    answers={
        "fits_line_a": FITS_LINE_A,
        "fits_line_b": FITS_LINE_B,
        "was_member_before": WAS_MEMBER_BEFORE,
    },
)
"""The questions about one enterprise, whatever else the lines ask of it. In force since there are two lines."""
