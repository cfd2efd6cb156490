"""Pictures of a dossier, as SVG: how its findings stood after each step, and the table of its life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from clusterpolicy.engines.dossier.history import Step
from clusterpolicy.language.procedure import Procedure, State

_FINDINGS = (("failed", "#b3261e"), ("undetermined", "#f0c36d"), ("satisfied", "#2e7d32"))
_INK = {"failed": "#fff", "undetermined": "#000", "satisfied": "#fff"}
_LANES = ("#8a1c1c", "#3c3c3c", "#1c5f8a", "#6a1c8a", "#1c8a5f", "#8a6a1c")
_STYLE = 'font-family="sans-serif" font-size="12"'
_LETTER = 7
"""Room for one letter, in the units of the picture: more than most take, as no font is known here."""


def findings_over_time(history: Sequence[Step]) -> str:
    """How many findings were failed, undetermined and satisfied after each step: a bar for each, as SVG.

    Time runs downwards. A day that only passed has no bar of its own: the next step tells it.

    >>> findings_over_time(()).startswith("<svg")
    True
    """
    steps = [step for before, step in zip((None, *history), history, strict=False) if _tells(before, step)]
    labels = [_label(step) for step in steps]
    row, left, bar = 22, 90, 440
    start = left + _LETTER * max((len(label) for label in labels), default=0) + 14
    most = max((sum(_counts(step).values()) for step in steps), default=0) or 1
    size = f"0 0 {start + bar + 130} {40 + len(steps) * row}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" {_STYLE}>', *_legend(start)]
    shown = None
    for number, (step, label) in enumerate(zip(steps, labels, strict=True)):
        y = 34 + number * row
        if step.on != shown:
            parts.append(_text(6, y + 13, str(step.on), fill="#777"))
        shown = step.on
        parts.append(_text(left, y + 13, label, fill="#777"))
        parts += _bar(step, start, y, bar, most)
        if step.contradictions:
            said = "1 contradiction" if step.contradictions == 1 else f"{step.contradictions} contradictions"
            parts.append(_text(start + bar + 8, y + 13, said, fill=_FINDINGS[0][1]))
    return "\n".join((*parts, "</svg>"))


def _tells(before: Step | None, step: Step) -> bool:
    """Whether a step has a bar: a day that passed has one only where something stands otherwise after it."""
    return before is None or step.kind != "day" or _counts(before) != _counts(step)


def _counts(step: Step) -> dict[str, int]:
    return {"failed": step.failed, "undetermined": step.undetermined, "satisfied": step.satisfied}


def _label(step: Step) -> str:
    what = [each.replace("_", " ") for each in step.evidence] if step.kind == "moved" else step.evidence
    return f"{step.kind} {', '.join(what)}".strip()


def _bar(step: Step, x: int, y: int, wide: int, most: int) -> Iterator[str]:
    """The bar of a step: a part for each status, with its number where there is room for it."""
    counted = 0
    for name, colour in _FINDINGS:
        count = _counts(step)[name]
        left, right = (x + each * wide // most for each in (counted, counted + count))
        counted += count
        if not count:
            continue
        title = f"<title>step {step.number}: {count} {name}</title>"
        yield f'<rect x="{left}" y="{y}" width="{right - left}" height="18" fill="{colour}">{title}</rect>'
        if right - left >= _LETTER * len(str(count)):
            yield _text((left + right) // 2, y + 13, str(count), anchor="middle", fill=_INK[name])


def _legend(x: int) -> Iterator[str]:
    for number, (name, colour) in enumerate(_FINDINGS):
        yield f'<rect x="{x + number * 120}" y="8" width="12" height="12" fill="{colour}"/>'
        yield _text(x + number * 120 + 18, 18, name, fill="#777")


# --- the life --------------------------------------------------------------------------------------------------------

_ROW, _TALL, _WIDE = 52, 32, 170
_SMALL = 6
"""Room for one small letter."""
_LANE = 16
"""How far apart two lanes run."""

_Step = tuple[State, State]


def life_of(procedure: Procedure, without: Iterable[State] = ()) -> str:
    """The states and steps of a procedure, as SVG: who takes a step stands where it begins.

    A step to the next state goes straight down, one further on by a lane to the right, one back by a lane to the left.
    All steps to one state share its lane. States in `without` are left out, with the steps that lead to them.
    """
    left_out = set(without)
    order = {state: number for number, state in enumerate(each for each in procedure.states if each not in left_out)}
    who = _who(procedure, order)
    far = {step: order[step[1]] - order[step[0]] for step in who}
    right = _Side(1, {step: by for step, by in who.items() if far[step] > 1}, order)
    left = _Side(-1, {step: by for step, by in who.items() if far[step] < 0}, order)
    size = f"{-left.reach} 0 {left.reach + _WIDE + right.reach} {len(order) * _ROW}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" {_STYLE}>', "<defs>"]
    parts += [*(_tip(colour) for colour in ("#555", *_LANES)), "</defs>"]
    parts += [part for step, by in who.items() if far[step] == 1 for part in _straight(order[step[0]], by)]
    parts += [*right.drawn(), *left.drawn()]
    for state, number in order.items():
        y = _top(number)
        parts.append(f'<rect x="0" y="{y}" width="{_WIDE}" height="{_TALL}" rx="6" fill="#eef2f7" stroke="#555"/>')
        parts.append(_text(_WIDE // 2, y + 20, str(state).replace("_", " "), anchor="middle", fill="#000"))
    return "\n".join((*parts, "</svg>"))


def _who(procedure: Procedure, order: Mapping[State, int]) -> dict[_Step, str]:
    """Who takes each step between states that are drawn."""
    found: dict[_Step, list[str]] = {}
    for step in procedure.transitions:
        if step.before in order and step.after in order:
            by = found.setdefault((step.before, step.after), [])
            by += [] if step.by in by else [step.by]
    return {step: ", ".join(by) for step, by in found.items()}


def _straight(number: int, by: str) -> Iterator[str]:
    """A step to the next state."""
    middle, y = _WIDE // 2, _top(number) + _TALL
    yield f'<path d="M{middle} {y} V{y + _ROW - _TALL}" stroke="#555" marker-end="url(#tip-555)"/>'
    yield _text(middle + 8, y + 13, by, size=10)


class _Side:
    """The lanes on one side of the boxes: to the right (1) lead the steps further on, to the left (-1) those back.

    The lane of the state that is nearest runs nearest to the boxes.
    """

    def __init__(self, outwards: int, who: Mapping[_Step, str], order: Mapping[State, int]) -> None:
        self.outwards = outwards
        self.who = who
        self.order = order
        self.edge = _WIDE if outwards > 0 else 0
        self.targets = self._nearest_first({after for _, after in who})
        self.widest = 24 + _SMALL * max((len(by) for by in who.values()), default=0)

    @property
    def reach(self) -> int:
        """How far the lanes reach."""
        return self.widest + _LANE * len(self.targets)

    def drawn(self) -> Iterator[str]:
        """All steps, each with who takes it where it begins, so that no two words meet."""
        out = self.outwards
        for (before, after), by in self.who.items():
            number = self.targets.index(after)
            colour = _LANES[number % len(_LANES)]
            start = self.edge + out * (8 + _SMALL * len(by))
            lane = self.edge + out * (self.widest + _LANE * number)
            bend = lane - out * 6
            y, end = self._leaves_at(before, after), self._arrives_at(after)
            turn = 6 if end > y else -6
            yield (
                f'<path d="M{start} {y} H{bend} Q{lane} {y} {lane} {y + turn} V{end - turn} Q{lane} {end} {bend} {end} '
                f'H{self.edge}" fill="none" stroke="{colour}" marker-end="url(#tip-{colour[1:]})"/>'
            )
            anchor = "start" if out > 0 else "end"
            yield _text(self.edge + out * 4, y + 3, by, size=10, anchor=anchor, fill=colour)

    def _nearest_first(self, states: Iterable[State]) -> list[State]:
        return sorted(states, key=lambda state: self.outwards * self.order[state])

    def _from(self, state: State) -> list[State]:
        """Where the steps lead that begin here."""
        return self._nearest_first(after for before, after in self.who if before is state)

    def _leaves_at(self, before: State, after: State) -> int:
        return self._height(before, self._from(before).index(after))

    def _arrives_at(self, state: State) -> int:
        return self._height(state, len(self._from(state)))

    def _height(self, state: State, place: int) -> int:
        """How high a line meets the box of a state. What turns off first stands where it crosses no other."""
        places = len(self._from(state)) + (state in self.targets)
        return _top(self.order[state]) + _TALL // 2 + self.outwards * ((places - 1) * 6 - place * 12)


def _top(number: int) -> int:
    """Where the box of a state begins."""
    return 10 + number * _ROW


def _tip(colour: str) -> str:
    return (
        f'<marker id="tip-{colour[1:]}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
    )


def _text(x: int, y: int, said: str, *, size: int = 12, anchor: str = "start", fill: str = "#555") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(said)}</text>'
