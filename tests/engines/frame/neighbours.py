"""Applications beside other ones: very many, quickly, dense at the limits of whatever rules they are for.

A few hundred parents are made with care. Each application is one of them after some moves, chosen by a seed: a fact is
put at a figure of the rules or a smallest step to each side, an amount at a share of another one or of the whole cost,
a day at an anniversary; facts are forgotten; members come, go, or are taken from another parent. Which facts there are
and where their limits lie is read from the models and from the figures, so the same moves do for every rule set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta, timezone
from decimal import ROUND_DOWN, Decimal
from enum import Enum
from random import Random
from typing import Any, cast

from pydantic import BaseModel

from clusterpolicy.dates import years_after
from clusterpolicy.engines.frame.told import is_told
from clusterpolicy.language import RuleSet
from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.units import LARGEST_AMOUNT, Unit
from clusterpolicy.whatif.fact_path import with_value
from tests.engines.frame.limits import Limits, facts_of_the_cost
from tests.engines.frame.moving import (
    days_of,
    members_in,
    sibling,
    some_field,
    told_apart,
    value_in,
    within,
)

_STEPS = (-1, 0, 0, 1)
_DECIMALS = {Unit.EURO: 2, Unit.WORK_UNITS: 4, Unit.POINTS: 4, Unit.SHARE: 6}
_ZONES = tuple(timezone(timedelta(minutes=minutes)) for minutes in (0, 60, 120, -210, 845))


class Neighbours:
    """Makes applications beside some parents, the same ones for the same seed."""

    def __init__(self, rule_set: RuleSet, parents: Sequence[Any], seed: int) -> None:
        self.seed = seed
        self.chance = Random(seed)  # noqa: S311 - a seed, not a secret
        self.limits = Limits(rule_set)
        self.parents = [each for each in parents if getattr(each, "ownership", None) is None]
        # who owns whom is found by functions of the law, which take many times longer than all else
        self.owned = [each for each in parents if getattr(each, "ownership", None) is not None]
        self.seen: dict[tuple[type[BaseModel], str], list[Any]] = {}
        for parent in parents:
            self._look_at(parent)
        self._cost = facts_of_the_cost(rule_set)
        self._root: Any = None

    def application(self, number: int) -> Any:
        """The application of a number, with an identifier of its own: the same one whenever it is asked for."""
        chance = self.chance
        chance.seed(self.seed << 40 | number)
        parents = self.owned if self.owned and chance.random() < 0.02 else self.parents
        self._root = found = chance.choice(parents)
        for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
            self._root = found = self._at_a_share(found) if chance.random() < 0.15 else self._moved(found)
        forgotten = chance.random()
        if forgotten < 0.15:
            found = self._with_less(found, forgotten)
        return found.model_copy(update={"id": f"application-{number:07}"})

    def _look_at(self, model: BaseModel) -> None:
        for field in fields_of(type(model)).values():
            value = getattr(model, field.name)
            if field.kind is not None:
                if field.kind.base in (Base.TEXT, Base.CATEGORY) and value is not None:
                    seen = self.seen.setdefault((type(model), field.name), [])
                    if value not in seen:
                        seen.append(value)
            else:
                for each in (value,) if field.embedded is not None else value or ():
                    if each is not None:
                        self._look_at(each)

    # --- one fact ---------------------------------------------------------------------------------------------------

    def _moved(self, model: Any) -> Any:
        """The model after one move somewhere in it."""
        field = some_field(type(model), self.chance)
        value = getattr(model, field.name)
        if field.kind is not None:
            found = None if field.optional and self.chance.random() < 0.15 else self._fact(model, field, value)
        elif field.embedded is not None:
            found = None if value is None else self._moved(value)
        elif not value or self.chance.random() < 0.2:
            return self._with_members(model, field, value)
        else:
            at = self.chance.randrange(len(value))
            found = (*value[:at], self._moved(value[at]), *value[at + 1 :])
        return model.model_copy(update={field.name: found})

    def _fact(self, model: Any, field: Field, value: Any) -> Any:
        assert field.kind is not None
        match field.kind.base:
            case Base.TRUTH:
                return self.chance.random() < 0.5
            case Base.NUMBER:
                return self._number(model, field, value)
            case Base.DATE:
                return self._day(value)
            case Base.INSTANT:
                moment = self.chance.choice([*self.limits.instants, *([] if value is None else [value])])
                moment += self.chance.choice(_STEPS) * self.chance.choice(
                    (timedelta(microseconds=1), timedelta(hours=8))
                )
                return moment.astimezone(self.chance.choice(_ZONES))
            case _:
                return self._word(model, field)

    def _word(self, model: Any, field: Field) -> Any:
        seen = self.seen.get((type(model), field.name), ())
        if seen and isinstance(seen[0], Enum):
            return self.chance.choice(list(type(seen[0])))
        return self.chance.choice([*seen, *self.limits.codes])

    def _day(self, value: date | None) -> date:
        chance = self.chance
        days = [*self.limits.days, *([] if value is None else [value]), *days_of(self._root)]
        day = years_after(chance.choice(days), -chance.choice((0, 0, *self.limits.years)))
        return day + timedelta(days=chance.choice(_STEPS))

    def _number(self, model: Any, field: Field, value: Any) -> Any:
        chance = self.chance
        assert field.kind is not None
        assert field.kind.unit is not None
        if field.kind.unit in WHOLE_UNITS:
            number = chance.choice([*self.limits.of(field.kind.unit), value or 0, 0]) + chance.choice(_STEPS)
            return int(within(Decimal(number), field))
        step = Decimal(1).scaleb(-_DECIMALS[field.kind.unit])
        number = Decimal(chance.choice([*self.limits.of(field.kind.unit), value or 0, 0, chance.randrange(10**6)]))
        if field.kind.unit is Unit.EURO and chance.random() < 0.5:
            whole = chance.choice([sibling(model, chance), self._total(self._root)])
            number = whole * chance.choice(self.limits.shares)
        return within(number.quantize(step, ROUND_DOWN) + step * chance.choice(_STEPS), field)

    # --- members ----------------------------------------------------------------------------------------------------

    def _with_members(self, model: Any, field: Field, value: tuple[Any, ...] | None) -> Any:
        """The model with members fewer, more, in another order, or not known."""
        chance, members = self.chance, list(value or ())
        what = chance.randrange(6)
        if what == 0 and field.optional:
            return model.model_copy(update={field.name: None})
        if what == 1 and members:
            del members[chance.randrange(len(members))]
        elif what == 2:
            chance.shuffle(members)
        elif what == 3 and members:
            more = chance.choice((1, 1, 2, 11 - len(members)))
            members += [chance.choice(members) for _ in range(more)]
        elif what == 4:
            members = []
        else:
            other = chance.choice(self.parents)
            members += [each for each in members_in(other, type(model), field.name) if chance.random() < 0.5]
        found: dict[str, Any] = {field.name: tuple(told_apart(members))}
        if getattr(model, "ownership", None) is not None and len(members) > len(value or ()):
            found["ownership"] = None  # nobody says who owns those who came
        return model.model_copy(update=found)

    def _with_less(self, model: Any, share: float) -> Any:
        """The model without a share of all its facts."""
        found: dict[str, Any] = {}
        for field in fields_of(cast(type[BaseModel], type(model))).values():
            value = getattr(model, field.name)
            if field.optional and self.chance.random() < share:
                found[field.name] = None
            elif field.embedded is not None and value is not None and is_told(field):
                found[field.name] = self._with_less(value, share)
            elif field.members is not None and value:
                found[field.name] = tuple(self._with_less(each, share) for each in value)
        return model.model_copy(update=found)

    # --- shares -----------------------------------------------------------------------------------------------------

    def _at_a_share(self, application: Any) -> Any:
        """The application with one amount of its cost at a share of the whole, exactly where it can be, or at a limit.

        For that to be exact, all other amounts may be multiplied.
        """
        chance = self.chance
        slots = list(self._slots(application))
        if not slots:
            return application
        *way, last = chance.choice(slots)
        others = self._total(application) - (value_in(application, (*way, last)) or 0)
        share = chance.choice(self.limits.shares)
        times = Decimal(1)
        if share < 1 and chance.random() < 0.5:
            wanted = others * share / (1 - share)
            if wanted * 100 % 1 and others * 200 < LARGEST_AMOUNT:
                times = Decimal((1 - share).as_integer_ratio()[0])
                wanted *= times
        else:
            wanted = chance.choice([*self.limits.of(Unit.EURO), others, others * 2]) - others
        wanted = max(wanted.quantize(Decimal("0.01"), ROUND_DOWN) + chance.choice(_STEPS) * Decimal("0.01"), Decimal(0))
        found = application
        if times != 1:
            for slot in slots:
                value = value_in(application, slot)
                if value is not None:
                    found = with_value(found, slot, value * times)
        return with_value(found, (*way, last), min(wanted, LARGEST_AMOUNT))

    def _slots(self, application: Any) -> Iterator[tuple[Any, ...]]:
        """The places of the amounts that make the cost."""
        for collection, paths in self._cost:
            for at in range(len(getattr(application, collection) or ())):
                for path in paths:
                    slot = (collection, at, *path)
                    if value_in(application, slot[:-1]) is not None:
                        yield slot

    def _total(self, application: Any) -> Decimal:
        return sum((value_in(application, slot) or Decimal(0) for slot in self._slots(application)), Decimal("0.00"))
