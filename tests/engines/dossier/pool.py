"""Facts that documents may state, most of them where a rule changes its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clusterpolicy import Application
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.statements import stated_by

EXAMPLES = Path(__file__).parents[3] / "examples"
SCHEMA = Schema.of(Application)


def example(name: str, line: str = "line_a") -> Application:
    return Application.model_validate_json((EXAMPLES / line / f"{name}.json").read_text(encoding="utf-8"))


def data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"line_a/{name}.json").read_text(encoding="utf-8"))
    return found


APPLICATIONS = tuple(example(name) for name in ("eligible", "five-failures", "undetermined"))

_SITE = {"nuts": "ITC11", "active_and_productive": True}
_ACCOUNTS = {"closes_on": "2015-12-31", "approved": True, "headcount": "249.99", "turnover": "50000000.00"}

_OF_PARTNERS: tuple[tuple[str, Any], ...] = (
    ("enterprise.name", "Fictional Gears"),
    ("enterprise.vat_number", "00743110157"),
    ("enterprise.in_difficulty", True),
    ("enterprise.in_difficulty", False),
    ("enterprise.registered_farm", True),
    ("enterprise.registered_farm", False),
    ("enterprise.autonomous", True),
    ("enterprise.autonomous", False),
    ("enterprise.declared_size", "small"),
    ("enterprise.declared_size", "large"),
    ("enterprise.constituted_on", "2016-06-01"),
    ("enterprise.constituted_on", "2001-03-02"),
    ("enterprise.registered_on", "2001-03-01"),
    ("enterprise.accounts", []),
    ("enterprise.accounts", [_ACCOUNTS]),
    ("enterprise.accounts", [{**_ACCOUNTS, "headcount": "250"}]),
    ("enterprise.sites", []),
    ("enterprise.sites", [_SITE]),
    ("enterprise.memberships", []),
    ("enterprise.memberships", [{"cluster": "MESAP", "joined_on": "2015-03-02", "has_left": False}]),
    ("costs", {}),
    ("costs.industrial_research.personnel", "300000.00"),
    ("costs.industrial_research.personnel", "299999.99"),
    ("costs.industrial_research.overheads", None),
    ("costs.industrial_research.overheads", "45000.00"),
    ("costs.experimental_development", {"personnel": "100000", "travel": None}),
    ("place_of_work", "ITC11"),
    ("place_of_work", "FRL01"),
    ("independent_of_partners", False),
)

_OF_THE_WHOLE: tuple[tuple[str, Any], ...] = (
    ("submitted_at", "2016-12-10T11:30:00+01:00"),
    ("submitted_at", "2018-01-01T00:00:00+01:00"),
    ("grouping", "single"),
    ("project.months", 24),
    ("project.months", 25),
    ("project.trl_at_end", 6),
    ("project.title", "Lighter gears"),
    ("project.includes_production", True),
    ("project", {"trl_at_start": 4, "trl_at_end": 7}),
    ("end_users", []),
    ("end_users", [{"id": "agency", "name": "Fictional agency", "kind": "public_body"}]),
    ("end_users[agency].costs.industrial_research.personnel", "10000.00"),
    ("research_orders", []),
    ("research_orders", [{"provider": {"name": "Fictional institute"}, "buyer": "beta", "amount": "140000.00"}]),
    ("declarations.works_not_started_before_submission", False),
    ("ownership", {"parties": [{"id": "alfa", "name": "Fictional Alfa", "kind": "enterprise"}]}),
)

PARTNERS = ("alfa", "beta", "gamma", "delta")

FACTS: tuple[tuple[str, Any], ...] = (
    *((f"participations[{partner}].{path}", value) for partner in PARTNERS for path, value in _OF_PARTNERS),
    *_OF_THE_WHOLE * 3,
    *(
        (text, value)
        for application in APPLICATIONS
        for text, (place, value) in stated_by(application, SCHEMA).items()
        if place.leaf.shape is not None
    ),
)
"""What documents state: a path and a value each."""
