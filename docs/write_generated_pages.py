"""Writes what the documentation takes from the code: run `python -m docs.write_generated_pages` after a change.

A page is either generated as a whole, or holds generated parts between two marks:

    <!-- generated: fields -->
    <!-- end of fields -->

The result is kept in the repository, so that it can be read anywhere. A test says when it is out of date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from clusterpolicy.engines.text.display import figure
from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.language import Confidence, Parameter
from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.kinds import Base
from clusterpolicy.model import ActivityCosts, Application, Declarations, DomainModel
from clusterpolicy.model.base import NoneMeans
from clusterpolicy.model.shape import Shape, shapes_of
from clusterpolicy.reading import application_schema
from clusterpolicy.rules.piedmont import JOINING, LINE_A, LINE_B
from clusterpolicy.rules.piedmont.merit import LINE_A_MERIT
from clusterpolicy.scoring.sheet import evaluators_sheet
from clusterpolicy.units import Unit
from docs.notebook_file import notebook_file

DOCS = Path(__file__).resolve().parent

_PART = re.compile(r"<!-- generated: ([a-z-]+) -->\n(.*?)<!-- end of \1 -->", re.DOTALL)


def generated_pages() -> dict[Path, str]:
    """What every page with something generated must hold, by its path."""
    pages = {
        DOCS / "rulebooks" / "piedmont-line-a.md": rulebook(LINE_A),
        DOCS / "rulebooks" / "piedmont-line-b.md": rulebook(LINE_B),
        DOCS / "notebook.ipynb": notebook_file((DOCS / "notebook.md").read_text(encoding="utf-8")),
        DOCS / "reference" / "application.schema.json": json.dumps(application_schema(), indent=2, ensure_ascii=False)
        + "\n",
    }
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if page not in pages and _PART.search(text):
            pages[page] = _PART.sub(_renewed, text)
    return pages


def _renewed(part: re.Match[str]) -> str:
    name = part[1]
    return f"<!-- generated: {name} -->\n\n{_PARTS[name]()}\n<!-- end of {name} -->"


# --- the fields of an application ------------------------------------------------------------------------------------


def _fields() -> str:
    return "\n".join(line for model in _models(Application) for line in _table_of(model))


def _models(root: type[DomainModel]) -> list[type[DomainModel]]:
    """The models of which an application is made, each once, in the order in which a reader meets them."""
    found = [root]
    for model in found:
        inner = (shape.model for shape in shapes_of(model).values())
        found += [each for each in dict.fromkeys(inner) if each is not None and each not in found]
    return found


def _table_of(model: type[DomainModel]) -> Iterator[str]:
    yield f"### {model.__name__}"
    yield ""
    yield (model.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip()
    yield ""
    yield "| Field | What it is | How it is written | Left out |"
    yield "|---|---|---|---|"
    known = fields_of(model)
    for name, shape in shapes_of(model).items():
        info = model.model_fields[name]
        written = _written(shape, known.get(name))
        yield f"| `{name}` | {info.description} | {written} | {_left_out(shape, info.is_required(), info.default)} |"
    yield ""


def _written(shape: Shape, field: Field | None) -> str:
    if shape.model is not None:
        name = shape.model.__name__
        return f"{'a list of ' if shape.many else ''}[{name}](#{name.lower()})"
    if field is None or field.kind is None:
        return _of_schema(TypeAdapter(shape.annotation).json_schema())
    match field.kind.base:
        case Base.TRUTH:
            return "`true` or `false`"
        case Base.DATE:
            return 'a day: `"2016-11-24"`'
        case Base.INSTANT:
            return 'a moment with its offset: `"2016-12-10T11:30:00+01:00"`'
        case Base.CATEGORY:
            return "one of " + ", ".join(f'`"{option}"`' for option in field.kind.options)
        case Base.NUMBER:
            return _NUMBERS[field.kind.unit or Unit.COUNT].format(lowest=field.lowest, highest=field.highest)
        case _:
            return "a text"


def _of_schema(schema: dict[str, Any], plural: bool = False) -> str:
    """How a value is written that is no fact of a rule, from its schema."""
    [kind] = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    if "$ref" in kind:
        kind = schema["$defs"][kind["$ref"].rpartition("/")[2]]
    if kind.get("type") == "array":
        items = {**kind["items"], "$defs": schema.get("$defs", {})}
        return f"{'lists' if plural else 'a list'} of {_of_schema(items, plural=True)}"
    if "enum" in kind:
        return ", ".join(f'`"{option}"`' for option in kind["enum"])
    if kind.get("type") == "integer":
        lowest, highest = kind["minimum"], kind["maximum"]
        return f"whole numbers from {lowest} to {highest}" if plural else f"a whole number from {lowest} to {highest}"
    if "/" in kind.get("pattern", ""):
        return 'a part of a whole: `"0.25"`, or `"2500/10000"`'
    return "texts" if plural else "a text"


_NUMBERS = {
    Unit.EURO: 'an amount in euro: `"1250.50"`',
    Unit.WORK_UNITS: 'staff: `"9.5"`',
    Unit.MONTHS: "a whole number from {lowest} to {highest}",
    Unit.LEVEL: "a whole number from {lowest} to {highest}",
    Unit.COUNT: "a whole number",
}


def _left_out(shape: Shape, is_required: bool, default: object) -> str:
    if is_required:
        return "must be there"
    for mark in getattr(shape.annotation, "__metadata__", ()):
        if isinstance(mark, NoneMeans):
            return mark.meaning
    if default is None:
        return "not known"
    return _DEFAULTS[type(default)] if type(default) in _DEFAULTS else f"`{default}`"


_DEFAULTS = {
    tuple: "none",
    ActivityCosts: "no such costs",
    Declarations: "nothing is declared",
    Decimal: "not claimed: 0.00",
}


# --- the rules of Line A ---------------------------------------------------------------------------------------------


def _requirements() -> str:
    rows = [
        f"| [{each.code}](../rulebooks/piedmont-line-a.md#{each.code}) | {each.asks} |" for each in LINE_A.requirements
    ]
    return "\n".join(("| Requirement | Question |", "|---|---|", *rows, ""))


def _requirements_of_line_b() -> str:
    """What Line B asks and Line A does not."""
    own = [each for each in LINE_B.requirements if each not in LINE_A.requirements]
    rows = [f"| [{each.code}](../rulebooks/piedmont-line-b.md#{each.code}) | {each.asks} |" for each in own]
    return "\n".join(("| Requirement | Question |", "|---|---|", *rows, ""))


def _figures_of_line_b() -> str:
    """The figures of Line B alone, and of the joining on which its admissions hang."""
    own = [each for rules in (LINE_B, JOINING) for name, each in rules.figures.items() if name not in LINE_A.figures]
    rows = [
        f"| {each.label} | {_value(each)} | {each.source.confidence} | {each.source.note} |"
        for each in sorted(own, key=_by_name)
    ]
    return "\n".join(("| Figure | Value | Confidence | Note |", "|---|---|---|---|", *rows, ""))


def _common_figures() -> str:
    """The figures of the common law that Line A uses, in the order of their names."""
    found = sorted((each for each in LINE_A.figures.values() if each.name.startswith("eu/")), key=_by_name)
    rows = [
        f"| {each.label} | {_value(each)} | {each.source.article} | {each.values[-1][0]} | {each.until} |"
        for each in found
    ]
    return "\n".join(("| Figure | Value | Source | Known from | Known until |", "|---|---|---|---|---|", *rows, ""))


def _assumed() -> str:
    return _figures_that_are(Confidence.ASSUMED)


def _inferred() -> str:
    return _figures_that_are(Confidence.INFERRED)


def _figures_that_are(confidence: Confidence) -> str:
    found = sorted((each for each in LINE_A.figures.values() if each.source.confidence is confidence), key=_by_name)
    rows = [f"| {each.label} | {_value(each)} | {each.source.note} |" for each in found]
    return "\n".join(("| Figure | Value | Why |", "|---|---|---|", *rows, ""))


def _by_name(parameter: Parameter) -> str:
    return parameter.name


def _value(parameter: Parameter) -> str:
    value = parameter.values[-1][1]
    if isinstance(value, tuple) or (isinstance(value, dict) and any(isinstance(row, tuple) for row in value.values())):
        return "a list, see the [rulebook](../rulebooks/piedmont-line-a.md#figures)"
    return figure(value, parameter.kind)


def _merit_grid() -> str:
    """The grid of Line A, which is that of Line B with one premium more."""
    return evaluators_sheet(LINE_A_MERIT.grid)


_PARTS: dict[str, Callable[[], str]] = {
    "fields": _fields,
    "requirements": _requirements,
    "requirements-of-line-b": _requirements_of_line_b,
    "figures-of-line-b": _figures_of_line_b,
    "common-figures": _common_figures,
    "assumed-figures": _assumed,
    "inferred-figures": _inferred,
    "merit-grid": _merit_grid,
}


def main() -> None:
    """Write every page whose generated content has changed, and name it."""
    for page, text in generated_pages().items():
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            print(page.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
