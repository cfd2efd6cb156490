"""Small petitions, to change one fact at a time."""

from __future__ import annotations

from typing import Any

from tests.language.shire.world import Petition


def petition(**facts: Any) -> Petition:
    """A petition of nobody, with other facts where some are given."""
    plain: dict[str, Any] = {
        "id": "feast",
        "filed_at": "1401-09-01T10:00:00+01:00",
        "feast_on": "1401-09-22",
        "craft": "brewing",
        "town": "Hobbiton",
        "purse": {"silver": "10.00"},
        "hobbits": (),
    }
    return Petition.model_validate({**plain, **facts})


def hobbit(name: str = "sam", **facts: Any) -> dict[str, Any]:
    """A hobbit of whom little is known, with other facts where some are given."""
    return {"id": name, "name": name.title(), "born_on": "1368-04-06", "craft": "gardening", **facts}


def pony(name: str = "bill", **facts: Any) -> dict[str, Any]:
    """A pony of which little is known, with other facts where some are given."""
    return {"id": name, "name": name.title(), "shod_on": "1401-01-01", **facts}


def meal(day: str = "1401-09-21", **facts: Any) -> dict[str, Any]:
    """A meal of which only the day is known, with other facts where some are given."""
    return {"eaten_on": day, **facts}
