"""What no formula of this world says, and a function finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from clusterpolicy.language import Computation, Value, facts_of, granting_day
from clusterpolicy.language.kinds import TRUTH, category, number
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.units import Unit
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Age, Hobbit, Petition

hobbit = facts_of(Hobbit)


def _age(petition: Petition, member: Hobbit, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> Any:
    """The age as it is told; of one whose home is known, at least grown; of all others who knows?"""
    if member.age is not None:
        return member.age.value
    return None if member.home is None else OneOf(frozenset(("grown", "old")))


def _unknown_age(
    petition: Petition, member: Hobbit, inputs: tuple[Any, ...], figures: Mapping[str, Value]
) -> Iterable[tuple[str, str]]:
    number = next(number for number, each in enumerate(petition.hobbits) if each is member)
    yield f"hobbits[{number}].age", "age"


SEEN_AGE = Computation(
    name="seen_age",
    label="age as it is seen",
    of=Hobbit,
    kind=category(Age),
    find=_age,
    missing=_unknown_age,
    sources=(SOURCES.rumour,),
)


def _fortune(petition: Petition, member: Petition, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> Any:
    """What the company has, and the forfeit for each of them."""
    forfeit = figures["shire/forfeit"]
    assert isinstance(forfeit, Decimal)
    owed = forfeit * len(petition.hobbits)
    return Between(owed, None) if petition.silver is None else petition.silver + owed


FORTUNE = Computation(
    name="fortune",
    label="fortune of the company",
    of=Petition,
    kind=number(Unit.EURO),
    find=_fortune,
    missing=lambda petition, member, inputs, figures: (("silver", "silver of the company"),),
    sources=(SOURCES.rumour,),
    figures=(limits.parameter("forfeit"),),
)


def _is_of_age(petition: Petition, member: Hobbit, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> bool:
    merry, today = inputs
    return bool(merry) or member.born_on <= today


OF_AGE = Computation(
    name="of_age",
    label="the hobbit is born, or merry",
    of=Hobbit,
    kind=TRUTH,
    find=_is_of_age,
    missing=lambda petition, member, inputs, figures: (),
    sources=(SOURCES.rumour,),
    inputs=(hobbit.merry, granting_day()),
)

COMPUTATIONS = (SEEN_AGE, FORTUNE, OF_AGE)
