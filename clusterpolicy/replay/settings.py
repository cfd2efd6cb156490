"""Files of this package, read into checked models, their decimals exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.source import read_toml

M = TypeVar("M", bound=BaseModel)


def content_of(name: str) -> dict[str, Any]:
    """The content of the file `name` beside this module. Raises: RuleError `parameter-invalid` where it is no TOML."""
    return read_toml(Path(__file__).parent / name, f"replay/{name}")


def checked(model: type[M], entry: Any, place: str) -> M:
    """The entry of a file as `model` has it. Raises: RuleError `parameter-invalid` with every fault."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        raise RuleError(_problem(each["loc"], each["msg"], place) for each in error.errors()) from None


def _problem(path: tuple[str | int, ...], said: str, place: str) -> Problem:
    where = ".".join(str(step) for step in path)
    return Problem("parameter-invalid", f"{place}: {where}" if where else place, said, "correct the entry")
