"""The mistakes: every way in which one place of a file can be made slightly wrong."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """One file with one mistake: where, what was made of what, and the whole text of the file."""

    path: Path
    line: int
    change: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.change}"


_RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_WORDS = {
    "all_of": "any_of",
    "any_of": "all_of",
    "every": "some",
    "some": "every",
    "least": "greatest",
    "greatest": "least",
    "total": "largest",
    "latest": None,
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "days_after": "months_after",
    "months_after": "years_after",
    "years_after": "months_after",
}


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a file of rules or of the language: Python, or figures in TOML."""
    text = path.read_text(encoding="utf-8")
    return list(_in_figures(path, text) if path.suffix == ".toml" else _in_code(path, text))


def _in_code(path: Path, text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    silent = {id(part) for node in ast.walk(tree) for part in _not_behaviour(node)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in silent:
            continue
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            place = next(each for at, each in enumerate(ast.walk(mutated)) if at == number)
            before = ast.unparse(place)
            change(place)
            after = ast.unparse(place)
            said = f"{_short(before)} -> {_short(after)}"
            yield Mutant(path, getattr(node, "lineno", 0), said, ast.unparse(ast.fix_missing_locations(mutated)))


def _not_behaviour(node: ast.AST) -> Iterator[ast.AST]:
    """What is written below `node` for readers and type checkers alone."""
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.FunctionDef):
        if node.returns is not None:
            yield from ast.walk(node.returns)
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        yield from ast.walk(node)
    if isinstance(node, ast.Assert):  # states what the type checker cannot see
        yield from ast.walk(node)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("__all__", "__slots__", "Node"):
        yield from ast.walk(node)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):  # a name for a type
        if ast.unparse(node.targets[0])[:1].isupper() and not ast.unparse(node.targets[0]).isupper():
            yield from ast.walk(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
        yield from ast.walk(node.args[1])
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Problem", "_fault", "self._fault"):
        for argument in node.args[1:]:
            yield from ast.walk(argument)


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    """The mistakes that can be made at one node. Each changes the node it is given."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _RELATIONS:
            relation = _RELATIONS[type(operator)]
            yield lambda place: setattr(place, "ops", [relation()])
        case ast.BoolOp(op=operator):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield lambda place: setattr(place, "op", other)
        case ast.BinOp(op=operator) if type(operator) in _SIGNS:
            sign = _SIGNS[type(operator)]
            yield lambda place: setattr(place, "op", sign())
        case ast.UnaryOp(op=ast.Not()):
            yield lambda place: _become(place, ast.Call(ast.Name("bool", ast.Load()), [place.operand], []))  # type: ignore[attr-defined]  # it is the same node
        case ast.Call(func=ast.Name(id=word), args=arguments):
            yield from _changes_of_call(word, len(arguments))
        case ast.Constant(value=bool() as truth):
            yield lambda place: setattr(place, "value", not truth)
        case ast.Constant(value=int() as figure):
            yield lambda place: setattr(place, "value", figure + 1)
        case ast.If() | ast.IfExp():
            yield lambda place: setattr(place, "test", ast.UnaryOp(ast.Not(), place.test))  # type: ignore[attr-defined]  # it is the same node
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield lambda place: setattr(place, "value", ast.Constant(None))
        case ast.Break() | ast.Continue() | ast.Raise():
            yield lambda place: _become(place, ast.Pass())
        case _:
            return


def _changes_of_call(word: str, arguments: int) -> Iterator[Callable[[ast.AST], None]]:
    other = _WORDS.get(word)
    if other is not None:
        yield lambda place: setattr(place, "func", ast.Name(other, ast.Load()))
    if word in ("not_", "rounded_down_to_cent", "rounded_half_up_to_cent"):
        yield lambda place: _become(place, place.args[0])  # type: ignore[attr-defined]  # it is the same node
    if word in ("all_of", "any_of", "least", "greatest") and arguments > 1:
        for number in range(arguments):
            yield lambda place, number=number: place.args.pop(number)  # type: ignore[misc]  # bound on purpose


def _become(place: ast.AST, other: ast.AST) -> None:
    """Make a node of a tree into another, in place."""
    place.__class__ = other.__class__
    place.__dict__ = {**other.__dict__, "lineno": getattr(place, "lineno", 0)}


_VALUE = re.compile(r"^(values\.[0-9-]+\s*=\s*)(.+?)(\s*#.*)?$")
_NUMBER = re.compile(r"(?<![\w.\"-])\d[\d_]*(?:\.\d+)?(?![\w.\"-])")
_DAY = re.compile(r"(?<![\w\"-])\d{4}-\d{2}-\d{2}(?![\w\"-])")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")
_CODE = re.compile(r"\"[^\"]+\",?\s*")
_TRUTH = re.compile(r"\b(?:true|false)\b")


def _in_figures(path: Path, text: str) -> Iterator[Mutant]:
    """Figures off by the least that counts, days by one, truths turned round, codes left out."""
    lines = text.splitlines(keepends=True)
    inside = False  # a value that goes on over several lines
    for number, line in enumerate(lines):
        begins = _VALUE.match(line.rstrip("\n"))
        if begins is None and not inside:
            continue
        start = begins.end(1) if begins else 0
        inside = line.count("[") + line.count("{") > line.count("]") + line.count("}") if begins else _goes_on(line)
        for begin, end, other in _other_values(line, start):
            mutated = line[:begin] + other + line[end:]
            said = f"{line[begin:end].strip()} -> {other.strip() or 'nothing'}"
            yield Mutant(path, number + 1, said, "".join((*lines[:number], mutated, *lines[number + 1 :])))


def _goes_on(line: str) -> bool:
    return not line.strip().startswith(("]", "}"))


def _other_values(line: str, start: int) -> Iterator[tuple[int, int, str]]:
    for found in _INSTANT.finditer(line, start):
        moment = datetime.fromisoformat(found.group())
        for second in (-1, 1):
            yield found.start(), found.end(), (moment + timedelta(seconds=second)).isoformat()
    if _INSTANT.search(line, start):
        return
    for found in _DAY.finditer(line, start):
        for day in (-1, 1):
            other = date.fromisoformat(found.group()) + timedelta(days=day)
            yield found.start(), found.end(), other.isoformat()
    if _DAY.search(line, start):
        return
    for found in _NUMBER.finditer(line, start):
        written = found.group()
        figure = Decimal(written.replace("_", ""))
        step = Decimal("0.01") if "." in written or figure >= 1000 else Decimal(1)
        for other_figure in (figure - step, figure + step):
            yield found.start(), found.end(), str(other_figure)
    for found in _TRUTH.finditer(line, start):
        yield found.start(), found.end(), "false" if found.group() == "true" else "true"
    for found in _CODE.finditer(line, start):
        yield found.start(), found.end(), ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."
