"""Pictures of cliffs: the course of one fact, and the worst cliffs of a call. What is not known is not drawn.

Saved by `clusterpolicy.whatif.pictures.save`, as all pictures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import altair as alt

from clusterpolicy.whatif.course import Cliff, Course, said
from clusterpolicy.whatif.fact_scale import FactValue
from clusterpolicy.whatif.pictures import BAD, EURO, GOOD, QUIET, WIDTH, over, sized


def course_picture(course: Course) -> Any:
    """What an application receives as one fact changes, with its cliffs and, in grey, where it stands."""
    if not course.ordered:
        return _bars(course)
    axis = _axis(course)
    layers = [_lines(course, axis), *_falls(course, axis)]
    if course.present is not None:
        now = over([{"value": _place(course.present)}])
        layers.append(now.mark_rule(color=QUIET).encode(x=axis))
    return sized(alt.layer(*layers), f"{course.application}: what it receives")


def cliffs_picture(cliffs: Sequence[Cliff]) -> Any:
    """Cliffs side by side: what is received more or less on the other side. Those that are not known are left out."""
    rows: list[dict[str, Any]] = [
        {"cliff": _LINE.join((f"{number}. {each.application}, {each.fact}", _told(each))), "jump": float(each.jump)}
        for number, each in enumerate(cliffs, start=1)
        if each.jump is not None
    ]
    lines = alt.Axis(labelExpr=f"split(datum.label, '{_LINE}')", labelLimit=480, labelLineHeight=13)
    bars = (
        over(rows)
        .mark_bar()
        .encode(
            x=alt.X("jump:Q", title="received more or less, euro", axis=alt.Axis(format=EURO)),
            y=alt.Y("cliff:N", sort=None, title=None, axis=lines),
            color=alt.condition("datum.jump > 0", alt.value(GOOD), alt.value(BAD)),
        )
    )
    return bars.properties(width=WIDTH, height=alt.Step(36), title="The worst cliffs")


_LINE = " | "
"""Stands for the end of a line in a label."""


def _told(cliff: Cliff) -> str:
    return f"{said(cliff.before.value)} to {said(cliff.after.value)}: {_why(cliff)}"


def _lines(course: Course, axis: Any) -> Any:
    is_cut = _ends(course) is not None
    edges = {each.after.value for each in course.cliffs}
    rows: list[dict[str, Any]] = []
    stretch = 0
    for point in course.points:
        stretch += point.value in edges
        if point.receives is not None and point.value is not None:
            rows.append({"value": _place(point.value), "receives": float(point.receives), "stretch": stretch})
    points = alt.OverlayMarkDef(size=8, color=GOOD, clip=is_cut)
    lines = over(rows).mark_line(strokeWidth=2.5, color=GOOD, point=points, clip=is_cut)
    return lines.encode(
        x=axis, y=alt.Y("receives:Q", title="receives, euro", axis=alt.Axis(format=EURO)), detail="stretch:N"
    )


def _falls(course: Course, axis: Any) -> list[Any]:
    """A line down or up each cliff, and what it is because of."""
    rows = [
        {
            "value": _place(each.after.value),
            "receives": float(each.after.receives),
            "before": float(each.before.receives),
            "said": _why(each),
            "height": 0.5 if len(course.cliffs) == 1 else (1 + at % 3) / 4,  # so that neighbours stay legible
        }
        for at, each in enumerate(course.cliffs)
        if each.after.receives is not None and each.before.receives is not None and each.after.value is not None
    ]
    if not rows:
        return []
    base, is_cut = over(rows).encode(x=axis), _ends(course) is not None
    text = base.mark_text(align="left", dx=5, color=BAD, fontSize=11, clip=is_cut)
    middle = "datum.before + (datum.receives - datum.before) * datum.height"
    return [
        base.mark_rule(strokeDash=[4, 3], color=BAD, clip=is_cut).encode(y="before:Q", y2="receives:Q"),
        text.encode(y=alt.Y("middle:Q"), text="said:N").transform_calculate(middle=middle),
    ]


def _bars(course: Course) -> Any:
    """What has no order: a bar for each value, the present one in grey."""
    rows = [
        {"value": said(each.value), "receives": float(each.receives), "now": each.value == course.present}
        for each in course.points
        if each.receives is not None
    ]
    bars = (
        over(rows)
        .mark_bar()
        .encode(
            x=alt.X("receives:Q", title="receives, euro", axis=alt.Axis(format=EURO)),
            y=alt.Y("value:N", sort=None, title=course.fact),
            color=alt.condition("datum.now", alt.value(QUIET), alt.value(GOOD)),
        )
    )
    return bars.properties(width=WIDTH, height=alt.Step(40), title=f"{course.application}: what it receives")


def _axis(course: Course) -> Any:
    """The axis of the fact: days and instants as such, all else as numbers."""
    ends = _ends(course)
    domain: dict[str, Any] = {} if ends is None else {"domain": ends, "nice": False}
    if isinstance(course.points[0].value, date):
        return alt.X("value:T", title=course.fact, scale=alt.Scale(type="utc", **domain))
    scale = alt.Scale(**{"nice": False, **domain}, zero=False)
    return alt.X("value:Q", title=course.fact, axis=alt.Axis(format=EURO), scale=scale)


def _ends(course: Course) -> list[Any] | None:
    """The ends of the axis where all that happens would lie in one corner: the fact may go on almost for ever.

    `None` is the ends of the course itself.
    """
    told = [course.present, *(side.value for each in course.cliffs for side in (each.before, each.after))]
    values = [each.value for each in course.points]
    years, near = _years(values), _years(told)
    if near and years[-1] - years[0] > _CENTURY:
        return [{"year": near[0]}, {"year": near[-1] + 1}]
    numbers = [float(each) for each in values if isinstance(each, Decimal)]
    most = max((float(each) for each in told if isinstance(each, Decimal)), default=0.0)
    return [min(numbers), 2 * most] if most > 0 and numbers and max(numbers) > _MANY * most else None


def _years(values: Sequence[FactValue | None]) -> list[int]:
    return sorted(each.year for each in values if isinstance(each, date))


_CENTURY = 100
_MANY = 1000


def _place(value: FactValue | None) -> Any:
    """Where a value stands on its axis."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return float(value)
    return said(value)


def _why(cliff: Cliff) -> str:
    return ", ".join(cliff.because or cliff.turned) or "grant"
