"""Which enterprise is which, across all applications to a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clusterpolicy.model import Application, Enterprise


def applicants_of(applications: Iterable[Application]) -> dict[str, tuple[str, ...]]:
    """For each application the keys of its enterprises. An enterprise has the same key wherever it applies.

    Enterprises are told apart by their VAT number or legal entity identifier. One of which no number is known is taken
    for the one with a number that bears the same name, so that nobody escapes a limit by leaving numbers out; where
    several with numbers bear it, or none, the name itself is the key.
    """
    partners = {
        application.id: [each.enterprise for each in application.participations] for application in applications
    }
    keys = {name: [_number(each) for each in enterprises] for name, enterprises in partners.items()}
    without = [name for name, found in keys.items() if None in found]
    by_name = _numbers_by_name(partners.values()) if without else {}
    named = {name: [_key(each, by_name) for each in partners[name]] for name in without}
    return {name: tuple(dict.fromkeys(each for each in named.get(name, found) if each)) for name, found in keys.items()}


def _number(enterprise: Enterprise) -> str | None:
    return enterprise.vat_number or enterprise.lei


def _name(enterprise: Enterprise) -> str:
    return " ".join(enterprise.name.casefold().split())


def _numbers_by_name(partners: Iterable[Iterable[Enterprise]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for enterprises in partners:
        for each in enterprises:
            number = _number(each)
            if number is not None:
                found.setdefault(_name(each), set()).add(number)
    return found


def _key(enterprise: Enterprise, by_name: Mapping[str, set[str]]) -> str:
    number = _number(enterprise)
    if number is not None:
        return number
    name = _name(enterprise)
    numbers = by_name.get(name, set())
    return next(iter(numbers)) if len(numbers) == 1 else name
