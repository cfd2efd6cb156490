"""What pydantic found wrong, said in the library's own codes and words, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

import clusterpolicy.model as model
from clusterpolicy.errors import CODES, Problem, nearest
from clusterpolicy.model.base import DomainModel, Path
from clusterpolicy.model.identifiers import HOW_TO_WRITE
from clusterpolicy.model.places import place_of
from clusterpolicy.model.shape import inner_model
from clusterpolicy.units import shown

MOST_PROBLEMS = 1000
"""No more problems are written out. Nobody reads further, and a hostile input could hold millions."""

_MODELS: dict[str, type[DomainModel]] = {
    name: each for name, each in vars(model).items() if isinstance(each, type) and issubclass(each, DomainModel)
}


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """All problems of a validation error, each with its code, its path, and what to write instead.

    Of more than a thousand problems the last one says only how many there are.

    >>> from pydantic import ValidationError
    >>> from clusterpolicy.model import Accounts
    >>> try:
    ...     Accounts(closes_on="2015-12-31", tunrover=1)
    ... except ValidationError as error:
    ...     print(*problems_of(error))
    [field-unknown] tunrover: there is no field `tunrover`. To mend it: write `turnover`.
    """
    return all_problems(error.title, error.errors(include_url=False))


def all_problems(title: str, errors: Sequence[ErrorDetails], others: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """The `errors` of the model named `title` and the `others`, without repetitions, and no more than a thousand."""
    root = _MODELS.get(title)
    # Only what will be shown is put into words.
    told = (_problem(each, root) for each in errors[:MOST_PROBLEMS] if not _is_hollow(each))
    problems = list(dict.fromkeys((*told, *others)))
    left_out = max(0, len(errors) - MOST_PROBLEMS) + max(0, len(problems) - MOST_PROBLEMS)
    if not left_out:
        return tuple(problems)
    more = Problem("input-invalid", "", f"there are {left_out} more problems", "mend those above first")
    return (*problems[:MOST_PROBLEMS], more)


def _is_hollow(details: ErrorDetails) -> bool:
    """A list whose entries all failed counts as empty to pydantic; its entries have been reported."""
    value = details["input"]
    return details["type"] == "too_short" and isinstance(value, list | tuple) and len(value) > 0


def _problem(details: ErrorDetails, root: type[DomainModel] | None) -> Problem:
    place, kind = details["loc"], details["type"]
    code = kind.replace("_", "-")
    context = details.get("ctx", {})
    if code in CODES and "mend" in context:  # one of our own checks
        return Problem(code, place_of(place), context["message"], context["mend"])
    if kind == "json_invalid":
        return unreadable("JSON", context["error"])
    if kind == "missing":
        return _missing(place, inner_model(root, place[:-1]))
    if kind == "extra_forbidden":
        return _unknown_field(place, inner_model(root, place[:-1]))
    message, mend = _SAID.get(kind, _said_otherwise)(details["input"], context | {"said": details["msg"]})
    return Problem("input-invalid", place_of(place), message, mend)


def unreadable(language: str, reason: str) -> Problem:
    """The problem of a text that does not follow the grammar of its language; `reason` may end with the position."""
    found = re.fullmatch(r"(.*?) ?\(?at line (\d+),? column (\d+)\)?", reason, re.DOTALL)
    what, place = (found[1], f"line {found[2]}, column {found[3]}") if found else (reason, "")
    if "recursion limit" in what:
        return too_deep(place)
    what = what.rstrip(".")
    what = what if what[:2].isupper() else what[:1].lower() + what[1:]  # not `EOF`
    return Problem(
        "input-not-readable",
        place,
        f"the text is not valid {language}: {what[:200]}",
        "correct the text at that place" if place else "correct the text",
    )


def too_deep(place: str) -> Problem:
    """The problem of a text whose lists and tables are nested deeper than any model's."""
    return Problem(
        "input-not-readable",
        place,
        "lists and tables are nested deeper than in any schema",
        "compare it with the schema",
    )


def repeated_key(place: Path) -> Problem:
    """The problem of a field that stands twice in one table: one of the two values would be lost."""
    return Problem(
        "duplicate", place_of(place), f"the field `{place[-1]}` stands twice in one table", "keep one of them"
    )


def _missing(place: Path, owner: type[DomainModel] | None) -> Problem:
    field = owner.model_fields.get(str(place[-1])) if owner is not None else None
    title = f" ({field.title})" if field is not None and field.title not in (None, place[-1]) else ""
    return Problem("field-missing", place_of(place), f"the field `{place[-1]}` is absent", f"add `{place[-1]}`{title}")


def _unknown_field(place: Path, owner: type[DomainModel] | None) -> Problem:
    name = str(place[-1])
    mend = nearest(name, list(owner.model_fields)) if owner is not None and len(name) <= 100 else "leave it out"
    return Problem("field-unknown", place_of(_shortened(place)), f"there is no field `{shown(name)[1:-1]}`", mend)


def _shortened(place: Path) -> Path:
    return (*place[:-1], shown(str(place[-1]))[1:-1])


_Said = Callable[[Any, dict[str, Any]], tuple[str, str]]

_TRUTH = "write true or false; null means that it is not known"
_WHOLE = "write a whole number, as in 24"
_DAY = 'write year, month and day, as in "2016-11-24"'
_TEXT = 'write the text in quotation marks, as in "25.62"'
_LIST = "write a list, with [] for none"
_TABLE = "write a table of named fields"


def _is_no(noun: str, mend: str) -> _Said:
    def said(value: Any, _: dict[str, Any]) -> tuple[str, str]:
        if value is None:
            return f"null is not {noun}; this cannot be left unknown", mend
        return f"{shown(value)} is not {noun}", mend

    return said


def _option(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    options = re.findall(r"'([^']*)'", context["expected"])
    mend = nearest(value, options) if isinstance(value, str) and len(value) <= 100 else nearest("", options)
    return f"{shown(value)} is none of the possible values", mend


def _too_small(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    return f"{shown(value)} is less than {context['ge']}", f"write {context['ge']} or more"


def _too_great(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    return f"{shown(value)} is more than {context['le']}", f"write {context['le']} or less"


def _empty_text(value: Any, _: dict[str, Any]) -> tuple[str, str]:
    return "the text is empty", "write it out; where null is allowed, null means that it is not known"


def _long_text(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    most = context["max_length"]
    return f"{shown(value)} has more than {most} characters", f"shorten it to {most} characters"


def _form(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    return f"{shown(value)} does not have the right form", HOW_TO_WRITE[context["pattern"]]


def _long_list(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    most = context["max_length"]
    return f"the list has more than {most} entries", f"keep it to {most} entries"


def _empty_list(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    return "the list is empty", f"write at least {context['min_length']} entry"


def _said_otherwise(value: Any, context: dict[str, Any]) -> tuple[str, str]:
    said = context["said"]
    return f"{shown(value)} is refused: {said[:1].lower()}{said[1:]}", "compare it with the schema"


_SAID: dict[str, _Said] = {
    "bool_type": _is_no("a truth value", _TRUTH),
    "int_type": _is_no("a whole number", _WHOLE),
    "int_from_float": _is_no("a whole number", _WHOLE),
    "int_parsing_size": _is_no("a whole number of this kind", _WHOLE),
    "finite_number": _is_no("a number that can be counted", _WHOLE),
    "date_type": _is_no("a day", _DAY),
    "date_parsing": _is_no("a day", _DAY),
    "string_type": _is_no("a text", _TEXT),
    "string_unicode": _is_no("a text of Unicode characters", "write it with the characters of a keyboard"),
    "tuple_type": _is_no("a list", _LIST),
    "model_type": _is_no("a table of named fields", _TABLE),
    "enum": _option,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_great,
    "string_too_short": _empty_text,
    "string_too_long": _long_text,
    "string_pattern_mismatch": _form,
    "too_long": _long_list,
    "too_short": _empty_list,
}
