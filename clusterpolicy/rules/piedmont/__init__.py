"""Piedmont: the calls of 2016 and 2017 for joint research projects of its innovation clusters.

>>> from clusterpolicy.rules import piedmont
>>> piedmont.LINE_A.name, piedmont.LINE_B.name
('piedmont/line-a', 'piedmont/line-b')
>>> [cluster.code for cluster in piedmont.CLUSTERS]
['AGRIFOOD', 'BIOPMED', 'CGREEN', 'CLEVER', 'ICT', 'MESAP', 'POINTEX']

Two questions can be asked without an application: `which_line` an enterprise fits, and whether the newcomers of an
admitted project have `joined_in_time`.

Importing this package loads none of them: each is found when it is first used, so that nobody waits for the rules of a
line that is not asked.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterpolicy.rules.piedmont.clusters import CLUSTERS
    from clusterpolicy.rules.piedmont.doors.joining import joined_in_time
    from clusterpolicy.rules.piedmont.doors.which_line import which_line
    from clusterpolicy.rules.piedmont.joining import JOINED_IN_TIME, JOINING
    from clusterpolicy.rules.piedmont.line_a import LINE_A
    from clusterpolicy.rules.piedmont.line_b import LINE_B

__all__ = ["CLUSTERS", "JOINED_IN_TIME", "JOINING", "LINE_A", "LINE_B", "joined_in_time", "which_line"]

_HOME = {
    "CLUSTERS": "clusters",
    "JOINED_IN_TIME": "joining",
    "JOINING": "joining",
    "LINE_A": "line_a",
    "LINE_B": "line_b",
    "joined_in_time": "doors.joining",
    "which_line": "doors.which_line",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
