"""Pictures of a dossier, as SVG: how its findings stood after each step, and the table of its life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from clusterpolicy.engines.dossier.history import Step
from clusterpolicy.language.procedure import Procedure, State

_COLOURS = (("failed", "#b3261e"), ("undetermined", "#c77700"), ("satisfied", "#2e7d32"))
_STYLE = 'font-family="sans-serif" font-size="12"'


def findings_over_time(history: Sequence[Step]) -> str:
    """How many findings were failed, undetermined and satisfied after each step: a bar for each, as SVG.

    >>> findings_over_time(()).startswith("<svg")
    True
    """
    bar, gap, height, left, top = 26, 10, 200, 40, 30
    most = max((step.failed + step.undetermined + step.satisfied for step in history), default=1) or 1
    width = left + len(history) * (bar + gap) + gap
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {max(width, 420)} {height + 110}" {_STYLE}>']
    parts += _legend(left)
    for number, step in enumerate(history):
        x, y = left + number * (bar + gap), top + height
        for name, colour in _COLOURS:
            count: int = getattr(step, name)
            tall = count * height // most
            y -= tall
            if tall:
                title = f"<title>step {step.number}: {count} {name}</title>"
                parts.append(f'<rect x="{x}" y="{y}" width="{bar}" height="{tall}" fill="{colour}">{title}</rect>')
        if step.contradictions:
            parts.append(f'<text x="{x + bar // 2}" y="{y - 4}" text-anchor="middle">!</text>')
        under = top + height + 12
        said = escape(f"{step.number} {step.kind}")
        parts.append(f'<text x="{x + 8}" y="{under}" transform="rotate(60 {x + 8} {under})">{said}</text>')
    return "\n".join((*parts, "</svg>"))


def life_of(procedure: Procedure, without: Iterable[State] = ()) -> str:
    """The states and steps of a procedure, as SVG: who takes a step stands beside it.

    States in `without` are left out, with the steps that lead to them.
    """
    left_out = set(without)
    states = [state for state in procedure.states if state not in left_out]
    steps = [each for each in procedure.transitions if each.before in states and each.after in states]
    row, box, wide, middle = 44, 28, 170, 250
    place = {state: 20 + number * row for number, state in enumerate(states)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {len(states) * row + 20}" {_STYLE}>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>',
    ]
    for number, each in enumerate(dict.fromkeys((step.before, step.after, step.by) for step in steps)):
        before, after, by = each
        parts += _arrow(place[before] + box // 2, place[after] + box // 2, (middle, wide), row, number, by)
    for state in states:
        name = escape(str(state).replace("_", " "))
        parts.append(
            f'<rect x="{middle}" y="{place[state]}" width="{wide}" height="{box}" rx="6" fill="#eef2f7" stroke="#555"/>'
        )
        parts.append(
            f'<text x="{middle + wide // 2}" y="{place[state] + box // 2 + 4}" text-anchor="middle">{name}</text>'
        )
    return "\n".join((*parts, "</svg>"))


def _arrow(start: int, end: int, box: tuple[int, int], row: int, number: int, by: str) -> Iterator[str]:
    """A step: straight to the next state, in a bow to the right further on, to the left on the way back."""
    x, wide = box
    if end - start == row:
        middle = x + wide // 2
        yield f'<path d="M{middle} {start + 14} V{end - 14}" stroke="#555" marker-end="url(#tip)"/>'
        yield f'<text x="{middle + 6}" y="{(start + end) // 2 + 4}" fill="#555" font-size="10">{by}</text>'
        return
    forward = end > start
    edge = x + wide if forward else x
    reach = (30 + abs(end - start) * 2 // 5 + number % 4 * 7) * (1 if forward else -1)
    shift = number % 3 * 5 - 5
    yield (
        f'<path d="M{edge} {start + shift} C{edge + reach} {start + shift} {edge + reach} {end + shift} '
        f'{edge} {end + shift}" fill="none" stroke="#555" marker-end="url(#tip)"/>'
    )
    anchor = "start" if forward else "end"
    at = edge + reach * 3 // 4 + (4 if forward else -4)
    y = (start + end) // 2 + number % 5 * 9 - 18
    yield f'<text x="{at}" y="{y}" text-anchor="{anchor}" fill="#555" font-size="10">{by}</text>'


def _legend(left: int) -> Iterator[str]:
    for number, (name, colour) in enumerate(_COLOURS):
        x = left + number * 120
        yield f'<rect x="{x}" y="6" width="12" height="12" fill="{colour}"/>'
        yield f'<text x="{x + 18}" y="16">{name}</text>'
