"""Strategies for petitions of the made-up world: dense at its limits, with anything unknown that may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from clusterpolicy.language.facts import fields_of
from clusterpolicy.language.kinds import Base, Kind
from clusterpolicy.units import CENT, LARGEST_AMOUNT, Unit
from tests.language.shire.world import Petition

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]

_BELL = datetime(1401, 9, 21, 22, 30, tzinfo=UTC)
_INSTANTS = (
    *(_BELL + timedelta(seconds=step) for step in (-1, 0, 1)),
    datetime(1401, 9, 21, 23, 59, 59, tzinfo=timezone(timedelta(hours=1))),
    datetime(1401, 9, 22, tzinfo=timezone(timedelta(hours=1))),
    datetime(1401, 9, 21, 23, 10, 4, tzinfo=UTC),  # midnight by the sun of Rome
    datetime(1401, 9, 21, 23, 10, 3, tzinfo=UTC),
    datetime(1401, 12, 31, 23, 30, tzinfo=UTC),
)
_DAYS = (
    *(date(1401, 9, 22) + timedelta(days=step) for step in (-1, 0, 1)),
    *(date(1404, 2, 29) + timedelta(days=step) for step in (-1, 0, 1)),
    date(1400, 1, 31),
    date(1400, 12, 31),
    date(1368, 9, 22),
)
_TOWNS = ("Hobbiton", "Bywater", "Michel Delving", "B", "By", "brewing", "Rohan", "")
_CENTS = tuple(Decimal(amount) for amount in ("0.00", "0.01", "0.07", "99.99", "100.00", "100.01", "144.49", "144.50"))
_NUMBERS: Mapping[Unit | None, tuple[Decimal | int, ...]] = {
    Unit.EURO: (*_CENTS, LARGEST_AMOUNT),
    Unit.SHARE: tuple(Decimal(share) for share in ("0", "0.1499", "0.15", "0.333", "0.5", "1")),
    Unit.WORK_UNITS: tuple(Decimal(staff) for staff in ("0", "2.4999", "2.5", "2.5001", "10")),
    Unit.POINTS: tuple(Decimal(points) for points in ("-100", "-11.1", "0", "11", "11.1", "11.2", "100")),
    Unit.COUNT: (0, 1, 11, 12, 13),
    Unit.DAYS: (0, 6, 7, 8, 365),
    Unit.MONTHS: (0, 2, 3, 4, 12),
    Unit.YEARS: (0, 1, 32, 33, 34),
    Unit.LEVEL: (1, 4, 5, 6, 9),
}


def things(model: type[Model], *, known: bool = False) -> st.SearchStrategy[Model]:
    """Instances of a model, with all that stands in it. `known`: with every fact known."""
    return st.builds(model, **{name: _field(model, name, info, known) for name, info in model.model_fields.items()})


def petitions(*, known: bool = False) -> st.SearchStrategy[Petition]:
    """Petitions. `known`: with every fact known."""
    return things(Petition, known=known)


def _field(model: type[BaseModel], name: str, info: FieldInfo, known: bool) -> st.SearchStrategy[Any]:
    if name in ("id", "name"):
        return st.sampled_from("abcd")
    field = fields_of(model)[name]
    embedded, members = field.embedded, field.members
    if embedded is not None:
        strategy: st.SearchStrategy[Any] = things(embedded, known=known)
    elif members is not None:
        strategy = st.lists(things(members, known=known), max_size=3).map(tuple)
    else:
        assert field.kind is not None
        strategy = values(field.kind, signed=field.lowest is not None and field.lowest < 0)
    return strategy if known or not field.optional else st.none() | strategy


def values(kind: Kind, *, signed: bool = False) -> st.SearchStrategy[Any]:
    """Values of a kind, dense at the figures of this world; amounts below zero too, where they are `signed`."""
    match kind.base:
        case Base.TRUTH:
            return st.booleans()
        case Base.NUMBER:
            numbers = st.sampled_from(_NUMBERS[kind.unit])
            if kind.unit is not Unit.EURO:
                return numbers
            if signed:
                return numbers | numbers.map(lambda amount: -amount)
            return numbers | st.integers(0, 200_00).map(lambda cents: cents * CENT)
        case Base.DATE:
            return st.sampled_from(_DAYS)
        case Base.INSTANT:
            return st.sampled_from(_INSTANTS)
        case Base.CATEGORY:
            return st.sampled_from(kind.options)
        case _:
            return st.sampled_from(_TOWNS)


@st.composite
def petitions_with_less_known(draw: st.DrawFn, *, known: bool = False) -> tuple[Petition, Petition]:
    """A petition with some facts not known, and the same with more of them known; with all of them, if `known`."""
    more = draw(petitions(known=known))
    paths = list(_known_paths(more, ()))
    forgotten = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=12, unique=True)) if paths else []
    less = more
    for path in sorted(forgotten, key=len, reverse=True):
        less = _without(less, path)
    return less, more


def _known_paths(thing: BaseModel, path: Path) -> Iterator[Path]:
    """Every path at which a fact is known that need not be."""
    for name, field in fields_of(type(thing)).items():
        found, here = getattr(thing, name), (*path, name)
        if found is not None and field.optional:
            yield here
        if isinstance(found, BaseModel):
            yield from _known_paths(found, here)
        elif isinstance(found, tuple):
            for number, member in enumerate(found):
                yield from _known_paths(member, (*here, number))


def _without(thing: Any, path: Path) -> Any:
    if not path:
        return None
    step, inner = path[0], path[1:]
    if isinstance(step, int):
        return (*thing[:step], _without(thing[step], inner), *thing[step + 1 :])
    return thing.model_copy(update={step: _without(getattr(thing, step), inner)})
