"""The rules of the workload as a country package of OpenFisca: entities, parameters and variables."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.workload.tables import AREAS, CODES, SIZES

# by their names: the library is a peer, and need not be there where types are checked
_entities = import_module("openfisca_core.entities")
_indexed = import_module("openfisca_core.indexed_enums")
_model = import_module("openfisca_core.model_api")
_parameters = import_module("openfisca_core.parameters")
_system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem

Formula = Callable[[Any, str, Any], Any]

Area = _indexed.Enum("Area", [(area.replace(" ", "_"), area) for area in AREAS])
Line = _indexed.Enum("Line", [("A", "A"), ("B", "B")])
Size = _indexed.Enum("Size", [(size, size) for size in SIZES])

PARTICIPATION = _entities.build_entity(
    key="participation", plural="participations", label="an enterprise in a project", is_person=True
)
APPLICATION = _entities.build_entity(
    key="application",
    plural="applications",
    label="a project",
    roles=[{"key": "partner", "plural": "partners", "label": "who takes part"}],
)


def name_of(code: str) -> str:
    """The variable of a requirement."""
    return f"meets_{code.replace('-', '_')}"


# --- parameters ------------------------------------------------------------------------------------------------------


def _read_parameters() -> Any:
    """The figures of the workload, from the same file."""
    told = tomllib.loads((Path(__file__).parent / "parameters.toml").read_text(encoding="utf-8"))
    numbers = {name: each["values"] for name, each in told.items() if each["unit"] not in ("codes", "date")}
    return _parameters.ParameterNode("", data={name: _parameter(values) for name, values in numbers.items()})


def _parameter(values: Mapping[str, Any]) -> dict[str, Any]:
    rows = {row for value in values.values() if isinstance(value, dict) for row in value}
    if rows:
        return {row: {"values": {day: {"value": each[row]} for day, each in values.items()}} for row in rows}
    return {"values": {day: {"value": each} for day, each in values.items()}}


# --- variables -------------------------------------------------------------------------------------------------------


def _variable(name: str, entity: Any, type_: Any, formula: Formula | None = None) -> None:
    settings: dict[str, Any] = {
        "value_type": type_,
        "entity": entity,
        "definition_period": _model.MONTH,
        "label": name.replace("_", " "),
    }
    if issubclass(type_, _indexed.Enum):
        settings |= {"value_type": _indexed.Enum, "possible_values": type_, "default_value": list(type_)[-1]}
    if formula is not None:
        settings["formula"] = formula
    SYSTEM.add_variable(type(name, (_model.Variable,), settings))


def _is_within(p: Any, period: str, headcount: Any, turnover: Any, balance_sheet: Any) -> Any:
    amounts = (p("turnover", period) <= turnover) | (p("balance_sheet", period) <= balance_sheet)
    return (p("headcount", period) < headcount) & amounts


def _size(p: Any, period: str, parameters: Any) -> Any:
    limits = parameters(period)
    medium = _is_within(p, period, limits.medium_headcount, limits.medium_turnover, limits.medium_balance_sheet)
    small = _is_within(p, period, limits.small_headcount, limits.small_amount, limits.small_amount)
    micro = _is_within(p, period, limits.micro_headcount, limits.micro_amount, limits.micro_amount)
    numbers = np.select([~medium, ~small, ~micro], [3, 2, 1], 0)
    return _indexed.EnumArray(numbers.astype(np.uint8), Size)


def _two_years_old(p: Any, period: str, parameters: Any) -> Any:
    founded = p("founded", period)
    month = founded.astype("datetime64[M]")
    later = month + 12 * parameters(period).minimum_age
    last = (later + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    anniversary = np.minimum(later.astype("datetime64[D]") + (founded - month.astype("datetime64[D]")), last)
    return anniversary <= p.application("submitted", period)


def _intensity(name: str) -> Formula:
    def formula(p: Any, period: str, parameters: Any) -> Any:
        limits = parameters(period)
        together = p.application("collaboration", period) * limits.collaboration_bonus
        bonus = limits.size_bonus[p("size", period)] + together
        return np.minimum(getattr(limits, name) + bonus, limits.highest_intensity)

    return formula


def _partner_grant(p: Any, period: str, _: Any) -> Any:
    research = p("industrial_research_cost", period) * p("research_intensity", period)
    development = p("experimental_development_cost", period) * p("development_intensity", period)
    return np.floor((research + development) * 100 + 0.5) / 100


def _collaboration(a: Any, period: str, parameters: Any) -> Any:
    limits = parameters(period)
    has_sme = a.any(a.members("is_sme", period))
    return (a.nb_persons() >= limits.least_partners) & has_sme & ~a.any(a.members("dominates", period))


def _membership(a: Any, period: str, _: Any) -> Any:
    member = a.members("member", period)
    joins = ~a.any(member) & a.all(a.members("commits_to_join", period))
    return np.where(a("line", period) == Line.A, a.all(member), joins)


_INPUTS: dict[Any, dict[Any, tuple[str, ...]]] = {
    PARTICIPATION: {
        date: ("founded",),
        bool: ("in_difficulty", "in_region", "member", "commits_to_join"),
        float: (
            "headcount",
            "turnover",
            "balance_sheet",
            "industrial_research_cost",
            "experimental_development_cost",
            "research_services_cost",
        ),
    },
    APPLICATION: {
        date: ("submitted", "start"),
        int: ("months", "trl_start", "trl_end"),
        bool: ("includes_production", "agenda_theme"),
        Area: ("ris3_area",),
        Line: ("line",),
    },
}

_OF_PARTICIPATIONS: dict[str, tuple[Any, Formula]] = {
    "size": (Size, _size),
    "is_sme": (bool, lambda p, period, _: p("size", period) != Size.large),
    "partner_cost": (
        float,
        lambda p, period, _: p("industrial_research_cost", period) + p("experimental_development_cost", period),
    ),
    "dominates": (
        bool,
        lambda p, period, of: p("partner_cost", period) > of(period).largest_share * p.application("cost", period),
    ),
    "old_enough": (bool, _two_years_old),
    "research_intensity": (float, _intensity("industrial_research")),
    "development_intensity": (float, _intensity("experimental_development")),
    "partner_grant": (float, _partner_grant),
}

_OF_APPLICATIONS: dict[str, tuple[Any, Formula]] = {
    "research": (float, lambda a, period, _: a.sum(a.members("industrial_research_cost", period))),
    "development": (float, lambda a, period, _: a.sum(a.members("experimental_development_cost", period))),
    "cost": (float, lambda a, period, _: a("research", period) + a("development", period)),
    "collaboration": (bool, _collaboration),
    "grant": (float, lambda a, period, _: a.sum(a.members("partner_grant", period))),
    "trl-start": (bool, lambda a, period, of: a("trl_start", period) == of(period).trl_at_start),
    "trl-end": (bool, lambda a, period, of: a("trl_end", period) >= of(period).lowest_trl_at_end),
    "no-production": (bool, lambda a, period, _: ~a("includes_production", period)),
    "ris3": (bool, lambda a, period, _: a("ris3_area", period) != Area.none),
    "agenda": (bool, lambda a, period, _: a("agenda_theme", period)),
    "research-prevails": (bool, lambda a, period, _: a("research", period) > a("development", period)),
    "membership": (bool, _membership),
    "not-in-difficulty": (bool, lambda a, period, _: ~a.any(a.members("in_difficulty", period))),
    "in-region": (bool, lambda a, period, _: a.all(a.members("in_region", period))),
    "min-cost": (bool, lambda a, period, of: a("cost", period) >= of(period).minimum_cost),
    "cooperation": (bool, lambda a, period, of: a.sum(a.members("is_sme", period)) >= of(period).least_smes),
    "incentive-effect": (bool, lambda a, period, _: a("start", period) > a("submitted", period)),
    "two-years-old": (bool, lambda a, period, _: a.all(a.members("old_enough", period))),
    "duration": (
        bool,
        lambda a, period, of: (
            (a("months", period) >= of(period).shortest_duration) & (a("months", period) <= of(period).longest_duration)
        ),
    ),
}

SYSTEM = _system([PARTICIPATION, APPLICATION])
SYSTEM.parameters = _read_parameters()
for entity, inputs in _INPUTS.items():
    for type_, names in inputs.items():
        for name in names:
            _variable(name, entity, type_)
for name, (type_, formula) in _OF_PARTICIPATIONS.items():
    _variable(name, PARTICIPATION, type_, formula)
for name, (type_, formula) in _OF_APPLICATIONS.items():
    _variable(name_of(name) if name in CODES else name, APPLICATION, type_, formula)
