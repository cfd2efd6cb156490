"""Pictures of what-ifs, and saving them. Amounts are in euro; what is not known is never drawn as nought.

A picture is an Altair chart, so it can be changed, joined and shown like any other. (Altair's own types are too loose
to be of help here: they are `Any`.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import altair as alt

from clusterpolicy.calls.selection import Selection
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.whatif.compare import Comparison
from clusterpolicy.whatif.sensitivity import Swing

WIDTH, HEIGHT = 620, 340
"""The size of a picture, but where it grows with its rows."""

GOOD, BAD, OPEN, QUIET = "#2c7fb8", "#d95f0e", "#b8a000", "#8a8a8a"
"""Colours that stay apart for those who see few, and in print."""

EURO = "~s"
"""How axes write amounts."""

_COUNTS = alt.Axis(tickMinStep=1, format="d")
"""An axis of whole numbers."""

_ROOM = 56
"""Beside the outermost bars, for what is written there."""

_RESOLUTION = 2
_OFFLINE = {"actions": {"export": True, "source": True, "compiled": False, "editor": False}}
"""What the menu of a page offers: nothing that leads elsewhere."""

_FORMATS = (".svg", ".png", ".html")


def save(chart: Any, *files: str | Path) -> None:
    """Save a picture as SVG, PNG or HTML, as the name of each file says. The HTML needs no network.

    Raises: InputError `input-invalid` for a name with another ending, before anything is written.
    """
    check_names(*files)
    for path in map(Path, files):
        if path.suffix.lower() == ".png":
            chart.save(str(path), scale_factor=_RESOLUTION)
        elif path.suffix.lower() == ".html":
            chart.save(str(path), inline=True, embed_options=_OFFLINE)
        else:
            chart.save(str(path))


def check_names(*files: str | Path) -> None:
    """Refuse names that do not say in which format to save. Raises: InputError `input-invalid`."""
    problems = [
        Problem(
            "input-invalid",
            "picture",
            f"the name `{file}` does not say in which format",
            f"end it with one of {', '.join(_FORMATS)}",
        )
        for file in files
        if Path(file).suffix.lower() not in _FORMATS
    ]
    if problems:
        raise InputError(problems)


def reasons_waterfall(selection: Selection) -> Any:
    """How many applications are left after each requirement, each counted where it fails first; then the money."""
    first_failed = Counter(each.reasons[0] for each in selection.rejected)
    steps = [(code, -first_failed[code]) for code in _in_order(selection) if code in first_failed]
    steps += [("open", -len(selection.undecided)), ("no money left", -len(selection.reserve))]
    start = len(selection.allocation.outcomes)
    ends = list(accumulate((change for _, change in steps), initial=start))
    rows = [{"step": "submitted", "from": 0, "to": start, "kind": "applications", "said": str(start)}]
    rows += [
        {"step": name, "from": ends[at], "to": ends[at + 1], "kind": "lost", "said": str(change)}
        for at, (name, change) in enumerate(steps)
        if change
    ]
    rows.append({"step": "awarded", "from": 0, "to": ends[-1], "kind": "applications", "said": str(ends[-1])})
    colours = alt.Scale(domain=["applications", "lost"], range=[GOOD, BAD])
    base = over(rows).encode(y=alt.Y("step:N", sort=None, title=None))
    bars = base.mark_bar().encode(
        x=alt.X("from:Q", title="applications", axis=_COUNTS),
        x2="to:Q",
        color=alt.Color("kind:N", scale=colours, legend=None),
    )
    texts = (
        base.mark_text(align="left", dx=4)
        .encode(x=alt.X("reach:Q"), text="said:N")
        .transform_calculate(reach="max(datum.from, datum.to)")
    )
    return sized(alt.layer(bars, texts), "What becomes of the applications, by the first thing they fail")


def budget_curve(selection: Selection) -> Any:
    """The money asked for down the ranking, with the endowment as a line. Grants that are not known are left out."""
    placed = [each for each in selection.allocation.outcomes if each.place is not None]
    rows, total = [], Decimal(0)
    for number, each in enumerate(placed, start=1):
        grant = each.candidate.grant.exact
        if grant is not None:
            total += grant
        rows.append({"place": number, "asked": float(total), "status": each.status.value, "id": each.application})
    colours = alt.Scale(domain=[each.value for each in _DRAWN], range=[GOOD, QUIET, OPEN])
    dots = (
        over(rows)
        .mark_circle(size=45, opacity=1)
        .encode(
            x=alt.X("place:Q", title="place in the ranking", axis=_COUNTS),
            y=alt.Y("asked:Q", title="asked for so far, euro", axis=alt.Axis(format=EURO)),
            color=alt.Color("status:N", scale=colours, title=None),
            tooltip=["id:N", "asked:Q"],
        )
    )
    endowment = [{"money": float(selection.endowment), "said": f"endowment {selection.endowment:,.0f}"}]
    line = over(endowment).mark_rule(strokeDash=[6, 4], color=BAD).encode(y="money:Q")
    text = (
        over(endowment)
        .mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=BAD)
        .encode(y="money:Q", x=alt.value(0), text="said:N")
    )
    return sized(alt.layer(dots, line, text), "The money, down the ranking")


_DRAWN = (Status.AWARDED, Status.RESERVE, Status.UNDECIDED)


def winners_and_losers(comparison: Comparison, most: int = 40) -> Any:
    """What each application receives more or less under a scenario; the `most` on which most money hangs."""
    moved = [(each.gain, each.application.id) for each in comparison.effects if each.gain]
    moved.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
    shown = sorted(moved[:most], key=lambda pair: (-pair[0], pair[1]))
    rows: list[dict[str, Any]] = [{"id": name, "gain": float(gain)} for gain, name in shown]
    title = (
        f"{comparison.diff.scenario}: {len(comparison.winners)} win, {len(comparison.losers)} lose, "
        f"{len(comparison.unchanged)} as before, {len(comparison.open)} open"
    )
    chart = (
        over(rows)
        .mark_bar()
        .encode(
            x=alt.X("gain:Q", title="more or less, euro", axis=alt.Axis(format=EURO)),
            y=alt.Y("id:N", sort=None, title=None),
            color=alt.condition("datum.gain > 0", alt.value(GOOD), alt.value(BAD)),
        )
    )
    return chart.properties(width=WIDTH, height=alt.Step(16), title=title)


def tornado(swings: Sequence[Swing]) -> Any:
    """What is granted at both ends of each figure, the one that moves most on top."""
    rows = [
        {
            "figure": each.figure,
            "end": f"{name} end",
            "from": float(each.granted),
            "to": float(granted),
            "at": f"{value}",
        }
        for each in swings
        for name, value, granted in (("lower", each.low, each.granted_low), ("upper", each.high, each.granted_high))
    ]
    colours = alt.Scale(domain=["lower end", "upper end"], range=[BAD, GOOD])
    base = over(rows).encode(y=alt.Y("figure:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)))
    bars = base.mark_bar(opacity=0.85).encode(
        x=alt.X(
            "from:Q", title="granted, euro", scale=alt.Scale(zero=False, padding=_ROOM), axis=alt.Axis(format=EURO)
        ),
        x2="to:Q",
        color=alt.Color("end:N", scale=colours, title=None),
        tooltip=["figure:N", "at:N", "to:Q"],
    )
    # Beyond the end of its bar, on either side. What moves nothing has no bar to write at.
    sides = (("datum.to < datum.from", "right", -4), ("datum.to > datum.from", "left", 4))
    labels = [
        base.transform_filter(side).mark_text(align=align, dx=dx, fontSize=10).encode(x="to:Q", text="at:N")
        for side, align, dx in sides
    ]
    chart = alt.layer(bars, *labels).properties(width=WIDTH, height=alt.Step(44))
    return chart.properties(title="Which figure moves the money")


def _in_order(selection: Selection) -> Iterable[str]:
    """The codes that an application may be rejected for, in the order of the procedure."""
    call = selection.contest.law.call
    known = [each.code for each in (*call.requirements, *call.merit.required())]
    return dict.fromkeys([*known, *(code for each in selection.rejected for code in each.reasons)])


def over(rows: list[dict[str, Any]]) -> Any:
    """A chart over rows of plain data."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]  # Altair leaves this one untyped


def sized(chart: Any, title: str) -> Any:
    """A chart of the common size, with a title."""
    return chart.properties(width=WIDTH, height=HEIGHT, title=title)
