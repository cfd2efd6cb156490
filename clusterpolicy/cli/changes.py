"""Figures that are changed at the prompt: `--set NAME=VALUE`, the value written as in a parameter file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clusterpolicy.cli.status import CommandError
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.language.kinds import CODES, TEXT
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.parameters import fitting
from clusterpolicy.language.written import read_written


def changes_of(
    settings: Iterable[str],
    rules: str,
    figures: Mapping[str, Parameter],
    of_the_call: Mapping[str, Parameter] | None = None,
) -> dict[str, Value]:
    """The changed figures by full name, each of the kind of its parameter, which is one of the `figures` of `rules`.

    `of_the_call` are all figures of the call, where `figures` are only those that decide one application.

    Raises: CommandError with every setting that has no value, names no parameter, does not fit it, or would change
        nothing.
    """
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for setting in settings:
        name, separator, text = setting.partition("=")
        name = name.strip()
        parameter = figures.get(name)
        if not separator:
            problems.append(Problem("command-invalid", "--set", f"`{setting}` has no value", "write --set NAME=VALUE"))
        elif parameter is None and name in (of_the_call or {}):
            said = f"`{name}` decides nothing about one application: it counts where all of a call compete"
            problems.append(Problem("command-invalid", "--set", said, f"try it with `clusterpolicy call run {rules}`"))
        elif parameter is None:
            said = f"`{rules}` has no parameter `{name}`"
            problems.append(Problem("unknown-name", "--set", said, nearest(name, list(figures))))
        elif name in found:
            problems.append(Problem("duplicate", "--set", f"`{name}` is set twice", "keep one of them"))
        else:
            value = fitting(parameter, _read(text.strip(), parameter), problems)
            if value is not None:
                found[name] = value
    if problems:
        raise CommandError(problems)
    return found


def _read(text: str, parameter: Parameter) -> Any:
    """The value as TOML reads it; what is no TOML is a text, or a list of texts with commas between."""
    value = read_written(text)
    if value is not None and not (parameter.kind == TEXT and not isinstance(value, str)):
        return value
    return [each.strip() for each in text.split(",")] if parameter.kind == CODES else text
