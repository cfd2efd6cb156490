"""Parameter files: the figures that stand in TOML beside the rules, read into formulas.

A file holds one table a figure, and follows a closed schema: an unknown key is an error, never ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Context, Decimal
from pathlib import Path
from types import NoneType
from typing import Any

from clusterpolicy.errors import Problem, RuleError, UnknownName, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Formula, Unnamed
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, Kind, number
from clusterpolicy.language.parameter import Cell, Parameter, Value
from clusterpolicy.language.source import Confidence, Source, Sources, read_toml
from clusterpolicy.language.written import read_written
from clusterpolicy.units import Unit

_KEYS = ("label", "unit", "limit", "source", "confidence", "note", "by", "values", "until")
_LIMITS = ("at least", "at most", "above", "below")


_LARGEST = 10**12
_FINEST = Decimal("0.000000000001")
_WIDE = Context(prec=100)
"""Wide enough for every figure, and not the caller's context, which may be set to anything."""


def _exact_number(value: Any) -> Cell | None:
    """A figure is zero or more, and of a size that rules can reckon with exactly."""
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return None
    figure = Decimal(value)
    fits = figure.is_finite() and 0 <= figure <= _LARGEST and _WIDE.remainder(figure, _FINEST) == 0
    return figure if fits else None


def _whole_number(value: Any) -> Cell | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST else None


def _codes(value: Any) -> Cell | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(code, str) for code in value) else None


def _day(value: Any) -> Cell | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _instant(value: Any) -> Cell | None:
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a value of one unit is read: its kind, what turns TOML into it, and what is expected, in words."""

    kind: Kind
    read: Callable[[Any], Cell | None]
    expected: str


_READERS = {
    **{
        unit.value: _Reader(number(unit), _exact_number, "a number of zero or more, written exactly, such as 0.15")
        for unit in (Unit.EURO, Unit.SHARE, Unit.WORK_UNITS, Unit.POINTS)
    },
    **{
        unit.value: _Reader(number(unit), _whole_number, "a whole number of zero or more")
        for unit in (Unit.COUNT, Unit.DAYS, Unit.MONTHS, Unit.YEARS, Unit.LEVEL)
    },
    "date": _Reader(DATE, _day, "a day, such as 2016-11-24"),
    "instant": _Reader(INSTANT, _instant, "an instant with its offset, such as 2017-02-01T09:00:00+01:00"),
    "truth": _Reader(TRUTH, lambda value: value if isinstance(value, bool) else None, "true or false"),
    "text": _Reader(TEXT, lambda value: value if isinstance(value, str) else None, "a text in quotes"),
    "codes": _Reader(CODES, _codes, 'a list of texts, such as ["ITC1"]'),
}


class Parameters:
    """The parameters of one file; each is a formula, an attribute by its name.

    Raises: RuleError `parameter-invalid`, `missing-source` with every fault of the file; UnknownName for a name that is
    not there.
    """

    def __init__(self, entries: dict[str, Parameter], place: str) -> None:
        self._entries = entries
        self._place = place

    @classmethod
    def beside(cls, file: str, name: str = "parameters.toml", *, sources: Sources | None = None) -> Parameters:
        """Read `name` from the folder in which `file` stands; call it with `__file__`.

        The full name of a parameter starts with the folders below `rules` (elsewhere: with the folder's own name), and
        with the name of the file unless that is `parameters.toml`. `sources` are those of the folder unless given.
        """
        path = Path(file).parent / name
        prefix = _prefix(path)
        known = sources or Sources.beside(file)
        file_place = f"{path.parent.name}/{name}"
        problems: list[Problem] = []
        entries: dict[str, Parameter] = {}
        for key, entry in read_toml(path, file_place).items():
            place = f"{file_place}: [{key}]"
            if hasattr(cls, key):
                problems.append(Problem("duplicate-name", place, "the name has a meaning here", "change it"))
            parameter = _parameter(f"{prefix}/{key}", entry, known, place, problems)
            if parameter is not None:
                entries[key] = parameter
        if problems:
            raise RuleError(problems)
        return cls(entries, file_place)

    def __getattr__(self, name: str) -> Formula:
        if name.startswith("__"):
            raise AttributeError(name)
        return Unnamed(n.Figure(self.parameter(name)))

    def parameter(self, name: str) -> Parameter:
        """The parameter called `name`, itself."""
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownName(
                Problem(
                    "unknown-name", self._place, f"there is no parameter `{name}`", nearest(name, list(self._entries))
                )
            ) from None

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._entries.values())

    def __dir__(self) -> list[str]:
        return [*self._entries, "beside", "parameter"]


def _prefix(path: Path) -> str:
    folders = path.parent.parts
    last = max((number for number, folder in enumerate(folders) if folder == "rules"), default=-2)
    below = folders[last + 1 :] if last >= 0 else folders[-1:]
    return "/".join((*below, *(() if path.stem == "parameters" else (path.stem,))))


def _parameter(name: str, entry: Any, sources: Sources, place: str, problems: list[Problem]) -> Parameter | None:
    """The parameter an entry describes. Its faults are added to `problems`; with any, there is no parameter."""
    before = len(problems)
    if not isinstance(entry, dict):
        problems.append(
            Problem("parameter-invalid", place, "a parameter is a table", 'write label = "...", unit = ...')
        )
        return None
    problems += _faults_of_keys(entry, place)
    source = _source(entry, sources, place, problems)
    reader = _READERS.get(str(entry.get("unit")))
    if reader is None:
        problems.append(
            Problem(
                "parameter-invalid",
                place,
                f"`{entry.get('unit')}` is not a unit",
                nearest(str(entry.get("unit")), list(_READERS)),
            )
        )
    if reader is None or source is None or len(problems) > before:
        return None
    values = _values(entry, reader, place, problems)
    if len(problems) > before:
        return None
    return Parameter(
        name=name,
        label=entry["label"],
        kind=reader.kind,
        limit=entry.get("limit"),
        source=source,
        by=entry.get("by"),
        values=values,
        until=entry.get("until"),
    )


def _faults_of_keys(entry: dict[str, Any], place: str) -> Iterator[Problem]:
    for key in sorted(entry.keys() - set(_KEYS)):
        yield Problem("parameter-invalid", place, f"`{key}` is not a key of a parameter", nearest(key, _KEYS))
    if not isinstance(entry.get("label"), str) or not entry["label"].strip():
        yield Problem("parameter-invalid", place, "`label` is missing", "say in words what the figure is")
    if not isinstance(entry.get("note", ""), str):
        yield Problem("parameter-invalid", place, "`note` is not a text", "write it in quotes")
    if not isinstance(entry.get("by", "rows"), str) or not entry.get("by", "rows").strip():
        yield Problem("parameter-invalid", place, "`by` does not say what the rows are", 'write by = "size"')
    if entry.get("limit", "at least") not in _LIMITS:
        yield Problem(
            "parameter-invalid", place, f"`{entry['limit']}` is not a side", nearest(str(entry["limit"]), _LIMITS)
        )
    if type(entry.get("until")) not in (date, NoneType):  # an instant is a kind of date to Python
        yield Problem("parameter-invalid", place, "`until` is not a day", "write until = 2023-06-30")
    if not isinstance(entry.get("values"), dict) or not entry["values"]:
        yield Problem("parameter-invalid", place, "`values` is missing", "write values.2016-10-26 = ...")


def _source(entry: dict[str, Any], sources: Sources, place: str, problems: list[Problem]) -> Source | None:
    key, confidence = str(entry.get("source", "")), str(entry.get("confidence", ""))
    if key not in sources:
        said = f"there is no source `{key}`" if key else "`source` is missing"
        problems.append(Problem("missing-source", place, said, nearest(key, sorted(sources))))
        return None
    if confidence not in list(Confidence):
        said = f"`{confidence}` is not a confidence" if confidence else "`confidence` is missing"
        problems.append(Problem("missing-source", place, said, nearest(confidence, list(Confidence))))
        return None
    note = entry.get("note", "")
    if confidence != Confidence.STATED and not note:
        problems.append(
            Problem("missing-source", place, f"a figure that is {confidence} says why", 'write note = "..."')
        )
    source = sources[key]
    return replace(source, confidence=Confidence(confidence), note=str(note) or source.note)


def _values(
    entry: dict[str, Any], reader: _Reader, place: str, problems: list[Problem]
) -> tuple[tuple[date, Value], ...]:
    values: list[tuple[date, Value]] = []
    for written, value in entry["values"].items():
        since = _written_day(written)
        if since is None:
            problems.append(
                Problem("parameter-invalid", place, f"`{written}` is not a day", "write values.2016-10-26 = ...")
            )
            continue
        read = _value(value, reader, "by" in entry, f"{place} values.{written}", problems)
        if read is not None:
            values.append((since, read))
    values.sort(key=lambda dated: dated[0])
    until = entry.get("until")
    if until is not None and values and until < values[-1][0]:
        said = f"`until` {until} lies before the last value, of {values[-1][0]}"
        problems.append(Problem("parameter-invalid", place, said, "correct one of the two days"))
    return tuple(values)


def _written_day(written: str) -> date | None:
    """A day in the one way it is written here. Others would let one day have two values."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None


def _value(value: Any, reader: _Reader, is_table: bool, place: str, problems: list[Problem]) -> Value | None:
    if isinstance(value, dict) != is_table:
        said, mend = ("a table", "name its rows: by = ...") if not is_table else ("no table", "write { micro = ... }")
        problems.append(Problem("parameter-invalid", place, f"the value is {said}", mend))
        return None
    rows = value if isinstance(value, dict) else {"": value}
    read = {row: reader.read(cell) for row, cell in rows.items()}
    for row, cell in read.items():
        if cell is None:
            shown = f"{rows[row]!r}" + (f" in row `{row}`" if row else "")
            problems.append(
                Problem("parameter-invalid", place, f"{shown} does not fit the unit", f"write {reader.expected}")
            )
    cells = {row: cell for row, cell in read.items() if cell is not None}
    if len(cells) < len(read):
        return None
    return cells if is_table else cells[""]


def fitting(parameter: Parameter, value: object, problems: list[Problem]) -> Value | None:
    """`value` as the parameter would hold it; `None`, and a problem more, where it does not fit.

    A text is read as `written` writes it. Lists may be tuples, and a whole number may stand for an exact one; a float
    never may.
    """
    unit = str(parameter.kind.unit or parameter.kind.base)
    place = f"parameter `{parameter.name}`"
    before = len(problems)
    if isinstance(value, str):
        from_text = read_written(value)
        value = (
            from_text
            if from_text is not None and (parameter.kind != TEXT or parameter.by or isinstance(from_text, str))
            else value
        )
    plain = {row: _as_written(cell) for row, cell in value.items()} if isinstance(value, dict) else _as_written(value)
    read = _value(plain, _READERS[unit], parameter.by is not None, place, problems)
    known = parameter.values[-1][1]
    if isinstance(read, dict) and isinstance(known, dict):
        lacking, surplus = known.keys() - read.keys(), read.keys() - known.keys()
        if lacking or (surplus and parameter.kind != CODES):
            said = f"its rows are {', '.join(read)}"
            problems.append(Problem("table-incomplete", place, said, f"give it a row for each of {', '.join(known)}"))
    return None if len(problems) > before else read


def _as_written(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
