"""Reasons: what decided a finding, as data. Text is made of them elsewhere, when somebody wants to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.language.source import Source
from clusterpolicy.units import Unit


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure something was compared with: the full name and the label of the parameter, and where it comes from."""

    parameter: str
    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement the rules make: what is looked at, how it must stand to what.

    Attributes:
        fact: What is looked at, in words.
        relation: `<`, `<=`, `>`, `>=`, `==`, `!=`, `in`, `not in`, `begins with`, `does not begin with`, `is` or
            `there is`.
        against: What it is held against, in words; empty where `relation` is `is` or `there is`.
        unit: The unit or the kind of both.
        limits: The parameters in it.
    """

    fact: str
    relation: str
    against: str
    unit: str
    limits: tuple[Limit, ...]


At = tuple[int, ...]
"""Which member is spoken of: its index in each collection around it, outermost first."""

Values = tuple[Any, ...]
"""The values found for one application, in the order in which they were asked for."""

Getter = Callable[[Values, At], Any]
"""Picks the value of one cell for a member, which may lie deeper than the cell."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, and where what it speaks of is found among the values of any application.

    Attributes:
        place: The path of the members it is about, with room for their numbers: `participations[{}]`.
        claim: The claim.
        value, limit: What picks both sides.
        branch: What says the claim with the figure that was chosen, where it depends on the member which one is.
        notes: What finds the reasons that functions of the law give for what they found, from a trace and a member.
    """

    place: str
    claim: Claim
    value: Getter
    limit: Getter
    branch: Callable[[Values, At], Claim] | None = None
    notes: Callable[[Any, At], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class _GroundRecord:
    holds: bool | None
    about: str
    value: str
    limit: str
    claim: Claim
    notes: tuple[str, ...] = field(default=(), repr=False)


class Ground:
    """One statement, as it was met.

    Attributes:
        holds: Whether it holds; `None` where that is not known.
        about: The path of the member of a collection it is about; empty for the whole application.
        value: What was met, as text: digits with a point, days as `2016-11-24`, `yes` or `no`. Of a value that is not
            known, what it may be, as in `0.00 to 9999999999.99`; `unknown` where it may be anything.
        limit: What it was held against, likewise.
        claim: The statement itself.
        notes: How a function of the law found what was met, a line each; none where a formula says it all.

    All but `holds` is looked up when it is asked for: a decision is made far more often than it is read.
    """

    __slots__ = ("_at", "_statement", "_trace", "_values", "holds")

    def __init__(self, holds: bool | None, statement: Statement, values: Values, at: At, trace: Any = None) -> None:
        self.holds = holds
        self._statement = statement
        self._values = values
        self._at = at
        self._trace = trace

    @classmethod
    def written(
        cls, holds: bool | None, about: str, value: str, limit: str, claim: Claim, notes: tuple[str, ...] = ()
    ) -> Ground:
        """A ground that was written down: every part of it as it is read."""
        place = about.replace("{", "{{").replace("}", "}}")
        said = Statement(
            place, claim, lambda values, at: value, lambda values, at: limit, notes=lambda trace, at: notes
        )
        return cls(holds, said, (), ())

    @property
    def about(self) -> str:
        """The path of the member of a collection it is about; empty for the whole application."""
        return self._statement.place.format(*self._at)

    @property
    def claim(self) -> Claim:
        """The statement itself."""
        said, branch = self._statement.claim, self._statement.branch
        return said if branch is None else branch(self._values, self._at)

    @property
    def value(self) -> str:
        """What was met, as text."""
        return written(self._statement.value(self._values, self._at), self._statement.claim.unit)

    @property
    def limit(self) -> str:
        """What it was held against, as text."""
        return written(self._statement.limit(self._values, self._at), self._statement.claim.unit)

    @property
    def notes(self) -> tuple[str, ...]:
        """How a function of the law found what was met, a line each."""
        find = self._statement.notes
        return () if find is None else find(self._trace, self._at)

    def says_as(self, other: Ground, same: Callable[[Any, Any], bool]) -> bool:
        """Whether both make the same statement of the same values, which `same` compares. No text is made for that."""
        mine, theirs = self._statement, other._statement
        if mine is not theirs or self.holds is not other.holds or self._at != other._at:
            return False
        return (
            same(mine.value(self._values, self._at), theirs.value(other._values, other._at))
            and same(mine.limit(self._values, self._at), theirs.limit(other._values, other._at))
            and (mine.branch is None or self.claim == other.claim)
        )

    def _record(self) -> _GroundRecord:
        return _GroundRecord(self.holds, self.about, self.value, self.limit, self.claim, self.notes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ground) and self._record() == other._record()

    def __hash__(self) -> int:
        return hash(self._record())

    def __reduce__(self) -> tuple[Any, ...]:
        return Ground.written, (self.holds, self.about, self.value, self.limit, self.claim, self.notes)

    def __repr__(self) -> str:
        return repr(self._record()).removeprefix("_").replace("Record", "", 1)

    @classmethod
    def _of(cls, record: _GroundRecord) -> Ground:
        return cls.written(record.holds, record.about, record.value, record.limit, record.claim, record.notes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        record = handler.generate_schema(_GroundRecord)
        read = core_schema.no_info_after_validator_function(cls._of, record)
        return core_schema.union_schema(
            [core_schema.is_instance_schema(cls), read],
            serialization=core_schema.plain_serializer_function_ser_schema(cls._record, return_schema=record),
        )


Needs = Literal["all", "any"]
"""Whether reasons count all together, or any one of them alone would do."""


@dataclass(slots=True, unsafe_hash=True)  # not frozen: a decision holds dozens, and freezing takes longer than the rest
class Together:
    """Several reasons that count `all` together, or of which `any` one alone would do."""

    needs: Needs
    parts: tuple[Ground | Together, ...]


Reason = Ground | Together


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not known and could decide: its path in the application and its label.

    Where the law itself is not known or not modelled, `path` is empty and `label` says what is missing.
    """

    path: str
    label: str


def grounds_of(reason: Reason) -> Iterator[Ground]:
    """Every statement in a reason, in reading order."""
    if isinstance(reason, Ground):
        yield reason
    else:
        for part in reason.parts:
            yield from grounds_of(part)


def written(value: Any, unit: str) -> str:
    """A value as text: exact, without needless zeros, amounts in euro with their cents; or what it may be.

    >>> written(Decimal("300000.000"), "EUR"), written(Decimal("0.150"), "share"), written(Between(0, None), "months")
    ('300000.00', '0.15', '0 or more')
    """
    match value:
        case str():
            return str(value)
        case True:
            return "yes"
        case False:
            return "no"
        case None | OneOf(options=None) | Between(lowest=None, highest=None) | list():
            return "unknown"
        case Decimal() | int():
            return _digits(Decimal(value), unit)
        case date():  # instants are dates too
            return value.isoformat()
        case Between(lowest=lowest, highest=None):
            return f"{written(lowest, unit)} or more"
        case Between(lowest=None, highest=highest):
            return f"{written(highest, unit)} or less"
        case Between(lowest=lowest, highest=highest):
            return f"{written(lowest, unit)} to {written(highest, unit)}"
        case OneOf(options=options):
            return f"one of {', '.join(sorted(options or ()))}"
        case tuple():
            return ", ".join(value) or "none"
        case _:
            raise TypeError(f"{value!r} is no value of these rules")


def _digits(value: Decimal, unit: str) -> str:
    whole, _, rest = format(value, "f").partition(".")
    rest = rest.rstrip("0")
    if unit == Unit.EURO:
        return f"{whole}.{rest:0<2}"
    return f"{whole}.{rest}" if rest else whole
