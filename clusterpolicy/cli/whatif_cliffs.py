"""`clusterpolicy whatif cliffs`: where a small change of a fact makes a large change of what is received."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path
from typing import Any

from clusterpolicy.calls.folder import read_folder
from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.files import RENAME, content_of, format_of
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.cli.whatif_needs import picturing
from clusterpolicy.engines.text.display import amount
from clusterpolicy.engines.text.layout import Block, Line
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.model import Application
from clusterpolicy.reading import read_application
from clusterpolicy.registry import call_named
from clusterpolicy.whatif.cliffs import Cliff, Near, course_of, worst_cliffs
from clusterpolicy.whatif.course import Point, said


def cliffs(typed: Namespace) -> int:
    """Carry out what was typed. Raises: ClusterPolicyError with everything that is wrong."""
    rules, applications = _read(typed)
    pictures = picturing(typed.picture)
    asked: dict[str, Any] = {
        "granted_on": typed.granted_on,
        "changes": changes_of(typed.changes, rules.name, rules.figures),
    }
    drawn: Any
    if typed.fact is None:
        _refuse(typed, _OF_ONE_FACT, "it says nothing without --fact", "name a fact")
        found = _worst(typed, rules, applications, asked)
        picture, drawn = "cliffs_picture", found
    else:
        _refuse(typed, _OF_ALL_FACTS, "it says nothing of a single fact", "leave it out, or leave out --fact")
        if len(applications) != 1:
            why = f"there are {len(applications)} applications"
            raise CommandError(Problem("command-invalid", "--fact", why, "name the file of one application"))
        course = course_of(
            applications[0],
            rules,
            typed.fact,
            lowest=typed.lowest,
            highest=typed.highest,
            values=typed.values or None,
            **asked,
        )
        found, picture, drawn = course.cliffs, "course_picture", course
    if pictures is not None:
        draw = getattr(import_module("clusterpolicy.whatif.cliff_pictures"), picture)
        pictures.save(draw(drawn), typed.picture)
    if typed.json:
        write(json.dumps([_record(each) for each in found], indent=2, ensure_ascii=False))
    else:
        show(_document(found, len(applications) > 1))
    return DONE


def _read(typed: Namespace) -> tuple[RuleSet, Sequence[Application]]:
    """The rules, and the application of a file or all those of a folder."""
    if not Path(typed.path).is_dir():
        if typed.call is not None:
            why = "an application says itself to which call it is"
            raise CommandError(Problem("command-invalid", "--call", why, "leave it out, or name a folder"))
        application = read_application(content_of(typed.path), format=format_of(typed.path, None, RENAME))
        return call_named(application.call), (application,)
    if typed.call is None:
        why = f"`{typed.path}` is a folder"
        raise CommandError(Problem("command-invalid", "--call", why, "say to which call its applications are"))
    rules, folder = call_named(typed.call), read_folder(typed.path, typed.call)
    if folder.problems:
        raise InputError(folder.problems)
    return rules, folder.applications


def _worst(
    typed: Namespace, rules: RuleSet, applications: Sequence[Application], asked: dict[str, Any]
) -> tuple[Cliff, ...]:
    reach = Near().euro if typed.reach is None else _number(typed.reach, "--reach")
    with watched("applications") as progress:
        return worst_cliffs(
            rules,
            applications,
            near=Near(euro=reach, days=typed.days or Near().days),
            facts=typed.below or None,
            most=typed.most or _MOST,
            most_of_a_kind=typed.of_a_kind,
            only_of_money=typed.only_of_money,
            progress=progress,
            **asked,
        )


_MOST = 10
"""So many cliffs are named where nobody says how many."""

_OF_ONE_FACT = {"lowest": "--from", "highest": "--to", "values": "--value"}
_OF_ALL_FACTS = {
    "below": "--below",
    "reach": "--reach",
    "days": "--days",
    "most": "--most",
    "of_a_kind": "--of-a-kind",
    "only_of_money": "--only-of-money",
}
"""Options that say something of one fact, and of all facts, by the name of what was typed."""


def _refuse(typed: Namespace, options: Mapping[str, str], said: str, mend: str) -> None:
    """Refuse every option that would say nothing here."""
    typed_for_nothing = [option for name, option in options.items() if getattr(typed, name) not in (None, [], False)]
    if typed_for_nothing:
        raise CommandError([Problem("command-invalid", option, said, mend) for option in typed_for_nothing])


def _number(text: str, place: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise CommandError(Problem("command-invalid", place, f"`{text}` is no amount", "write it as in 1250.50"))
    return number


def _document(found: Sequence[Cliff], several: bool) -> Iterator[Block]:
    if not found:
        yield Line("There is no cliff there.")
    for number, each in enumerate(found, start=1):
        whose = f"{each.application}, " if several else ""
        more = f" (and {len(each.also)} more)" if each.also else ""
        yield Line(f"{whose}{each.fact}{more}", lead=f"{number}. ", tone="title")
        sides = f"from {_value(each.before.value)} to {_value(each.after.value)}"
        because = ", ".join(each.because or each.turned)
        told = f"{_told(each.before)}, then {_told(each.after)}"
        yield Line(f"{sides}: {told}{f'; because of {because}' if because else ''}", lead="   ")
        if each.before.outcome == each.after.outcome:  # else everybody loses, or wins, everything
            yield from (Line(f"{name}: {amount(gain)}", lead="   ") for name, gain in each.jumps.items())


def _told(point: Point) -> str:
    """What is received on one side, with the outcome where that is not plain from it."""
    if point.outcome == "eligible":
        return "not known" if point.receives is None else amount(point.receives)
    return point.outcome


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, Decimal) else said(value)


def _record(cliff: Cliff) -> dict[str, Any]:
    """A cliff for machines. Amounts are texts, so that no reader rounds them."""
    return {
        "application": cliff.application,
        "fact": cliff.fact,
        "also": cliff.also,
        "present": None if cliff.present is None else said(cliff.present),
        "distance": None if cliff.distance is None else str(cliff.distance),
        "before": _side(cliff.before),
        "after": _side(cliff.after),
        "jump": None if cliff.jump is None else str(cliff.jump),
        "jumps": {name: str(gain) for name, gain in cliff.jumps.items()},
        "because": cliff.because,
        "turned": cliff.turned,
    }


def _side(point: Point) -> dict[str, Any]:
    return {
        "value": said(point.value),
        "outcome": point.outcome,
        "receives": None if point.receives is None else str(point.receives),
    }
