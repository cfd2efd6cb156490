"""The rule of two consecutive periods. Source: annex I, Art. 4(2).

A ceiling that is crossed changes the status only if it is crossed in two consecutive periods. The rule works for each
ceiling by itself, so small, medium, large makes a medium-sized enterprise: the ceiling of the small ones was crossed
twice, that of the medium-sized ones once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership.law import CLASSES

Classes = frozenset[Size]
"""The classes that are possible."""


def status_after(classes: Sequence[Size], *, class_by_class: bool = True) -> Size:
    """The status after periods whose figures are of these classes, earliest first.

    >>> status_after([Size.SMALL, Size.MEDIUM, Size.LARGE])
    <Size.MEDIUM: 'medium'>
    >>> status_after([Size.SMALL, Size.MEDIUM, Size.SMALL])
    <Size.SMALL: 'small'>
    """
    (status,) = statuses_after([frozenset({each}) for each in classes], class_by_class=class_by_class)[-1]
    return status


def statuses_after(possible: Iterable[Classes], *, class_by_class: bool) -> list[Classes]:
    """After each period, every status that is possible. The first period on record sets the status."""
    found: list[Classes] = []
    states: set[tuple[Size, Size]] = set()
    for classes in possible:
        if not states:
            states = {(each, each) for each in classes}
        else:
            states = {(_next(status, before, now, class_by_class), now) for status, before in states for now in classes}
        found.append(frozenset(status for status, _ in states))
    return found


def _next(status: Size, before: Size, now: Size, class_by_class: bool) -> Size:
    old, earlier, latest = (CLASSES.index(each) for each in (status, before, now))
    if min(earlier, latest) > old:
        return CLASSES[min(earlier, latest)] if class_by_class else now
    if max(earlier, latest) < old:
        return CLASSES[max(earlier, latest)] if class_by_class else now
    return status
