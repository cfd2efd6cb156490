"""A made-up world with one of everything: each kind of fact, each way in which a model may stand in another.

Its law is nobody's law. An engine that is right here can have learnt nothing about a real call.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from clusterpolicy.units import (
    Day,
    Euro,
    Instant,
    Months,
    SignedEuro,
    TechnologyReadinessLevel,
    Truth,
    Unit,
    WorkUnits,
)

Share = Annotated[Decimal, Field(ge=0, le=1), Unit.SHARE]
Count = Annotated[int, Field(ge=0, le=144), Unit.COUNT]
Days = Annotated[int, Field(ge=0, le=365), Unit.DAYS]
Years = Annotated[int, Field(ge=0, le=130), Unit.YEARS]
Points = Annotated[Decimal, Field(ge=-100, le=100), Unit.POINTS]


class Craft(StrEnum):
    """What a hobbit is good at."""

    GARDENING = "gardening"
    BREWING = "brewing"
    MILLING = "milling"


class Age(StrEnum):
    """The years of a hobbit, as hobbits count them."""

    TWEEN = "tween"
    GROWN = "grown"
    OLD = "old"


class Thing(BaseModel):
    """The common ancestor of everything in this world."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dish(Thing):
    """What is eaten at a meal. Lies in three collections."""

    name: str = Field(title="name of the dish")
    price: Euro | None = Field(default=None, title="price of the dish")
    cooked_on: Day = Field(title="day of cooking")
    spiced: Truth | None = Field(default=None, title="spice in the dish")


class Meal(Thing):
    """One meal of a hobbit. Lies in two collections."""

    eaten_on: Day = Field(title="day of the meal")
    cost: Euro | None = Field(default=None, title="cost of the meal")
    guests: Count | None = Field(default=None, title="guests at the meal")
    hot: Truth | None = Field(default=None, title="warmth of the meal")
    cook: Craft | None = Field(default=None, title="craft of the cook")
    place: str | None = Field(default=None, title="place of the meal")
    paid_at: Instant | None = Field(default=None, title="moment of payment")
    dishes: tuple[Dish, ...] | None = Field(default=None, title="dishes")


class Journey(Thing):
    """A journey of a hobbit; the list of them is always known."""

    began_on: Day = Field(title="first day of the journey")
    miles: Points = Field(title="points for the miles")
    months: Months | None = Field(default=None, title="months on the road")
    toll: SignedEuro | None = Field(default=None, title="toll of the journey")


class Cellar(Thing):
    """What lies below a home."""

    barrels: Count | None = Field(default=None, title="barrels")
    worth: Euro = Field(default=Decimal("0.00"), title="worth of the cellar")
    dug_on: Day | None = Field(default=None, title="day of digging")


class Home(Thing):
    """Where a hobbit lives, if it is known."""

    town: str | None = Field(default=None, title="town of the home")
    built_on: Day = Field(title="day of building")
    round_door: Truth = Field(default=True, title="round door")
    cellar: Cellar = Field(default=Cellar(), title="cellar")


class Hobbit(Thing):
    """One of those who ask for a gift."""

    id: str = Field(title="name for short")
    name: str = Field(title="name")
    born_on: Day = Field(title="day of birth")
    craft: Craft = Field(title="craft")
    age: Age | None = Field(default=None, title="age")
    town: str | None = Field(default=None, title="town")
    silver: Euro | None = Field(default=None, title="silver")
    debt: SignedEuro | None = Field(default=None, title="debt")
    brewing_cost: Euro | None = Field(default=None, title="cost of brewing")
    gardening_cost: Euro | None = Field(default=None, title="cost of gardening")
    helpers: WorkUnits | None = Field(default=None, title="helpers")
    share: Share | None = Field(default=None, title="share of the feast")
    years: Years | None = Field(default=None, title="years in the Shire")
    merry: Truth | None = Field(default=None, title="merriness")
    home: Home | None = Field(default=None, title="home")
    meals: tuple[Meal, ...] | None = Field(default=None, title="meals")
    journeys: tuple[Journey, ...] = Field(default=(), title="journeys")


class Pony(Thing):
    """A pony of the company; whether there are any may not be known."""

    id: str = Field(title="call of the pony")
    name: str = Field(title="name of the pony")
    worth: Euro | None = Field(default=None, title="worth of the pony")
    load: WorkUnits | None = Field(default=None, title="load of the pony")
    lame: Truth | None = Field(default=None, title="lameness of the pony")
    shod_on: Day = Field(title="day of shoeing")
    owner: str | None = Field(default=None, title="owner of the pony")


class Room(Thing):
    """A room of the hall. The rooms are known wherever the hall is."""

    seats: Count = Field(title="seats in the room")
    rent: Euro | None = Field(default=None, title="rent of the room")
    free_from: Day = Field(title="first free day of the room")
    lit: Truth = Field(title="light in the room")


class Hall(Thing):
    """The place of the feast, if it is known."""

    level: TechnologyReadinessLevel = Field(title="level of the hall")
    town: str = Field(title="town of the hall")
    rented: Truth | None = Field(default=None, title="rent of the hall")
    rooms: tuple[Room, ...] = Field(default=(), title="rooms")


class Purse(Thing):
    """The money of the company."""

    silver: Euro = Field(title="silver in the purse")
    debt: SignedEuro | None = Field(default=None, title="debt of the purse")
    share: Share | None = Field(default=None, title="share of the purse")


class Petition(Thing):
    """A company of hobbits asks for help with a feast: the application of this world."""

    id: str = Field(title="name of the petition")
    filed_at: Instant = Field(title="moment of filing")
    heard_at: Instant | None = Field(default=None, title="moment of hearing")
    feast_on: Day = Field(title="day of the feast")
    warned_on: Day | None = Field(default=None, title="day of the warning")
    craft: Craft = Field(title="craft of the feast")
    age: Age | None = Field(default=None, title="age of the eldest")
    town: str = Field(title="town of the feast")
    farthing: str | None = Field(default=None, title="farthing of the feast")
    silver: Euro | None = Field(default=None, title="silver of the company")
    debt: SignedEuro = Field(default=Decimal("0.00"), title="debt of the company")
    helpers: WorkUnits | None = Field(default=None, title="helpers of the company")
    share: Share = Field(default=Decimal(0), title="share of the company")
    guests: Count | None = Field(default=None, title="guests of the feast")
    days: Days | None = Field(default=None, title="days of the feast")
    months: Months = Field(default=0, title="months of preparation")
    years: Years | None = Field(default=None, title="years since the last feast")
    level: TechnologyReadinessLevel | None = Field(default=None, title="level of the fireworks")
    points: Points | None = Field(default=None, title="points for merriment")
    festive: Truth = Field(default=True, title="festive mood")
    allowed: Truth | None = Field(default=None, title="leave of the mayor")
    purse: Purse = Field(title="purse")
    hall: Hall | None = Field(default=None, title="hall")
    hobbits: tuple[Hobbit, ...] = Field(title="hobbits")
    ponies: tuple[Pony, ...] | None = Field(default=None, title="ponies")
