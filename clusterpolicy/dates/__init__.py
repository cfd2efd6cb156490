"""How days are counted: days, months and years later, and working days.

>>> from datetime import date
>>> from clusterpolicy.dates import months_after, working_days_after
>>> months_after(date(2016, 12, 31), 2)
datetime.date(2017, 2, 28)
>>> working_days_after(date(2017, 4, 13), 2, frozenset({"easter+1"}))
datetime.date(2017, 4, 18)
"""

from clusterpolicy.dates.counting import days_after, months_after, years_after
from clusterpolicy.dates.working_days import easter, is_holiday, is_holiday_code, is_working_day, working_days_after

__all__ = [
    "days_after",
    "easter",
    "is_holiday",
    "is_holiday_code",
    "is_working_day",
    "months_after",
    "working_days_after",
    "years_after",
]
