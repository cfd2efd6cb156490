"""The plain memory finds anew what depends on what changed: all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterpolicy.engines.dossier import Dossier
from clusterpolicy.engines.dossier.memory import Changed
from clusterpolicy.engines.dossier.plain import PlainMemory
from clusterpolicy.engines.dossier.program import program_of
from clusterpolicy.language import Computation, Value, computed, facts_of
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.rules.piedmont import LINE_A
from tests.engines.dossier.pool import example
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.rules_of import SOURCES, rules_of
from tests.language.shire.world import Petition

petition = facts_of(Petition)
DAY = date(1401, 9, 22)


def _cheerful(whole: Petition, member: Petition, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> bool:
    """Looks at the mood only where the mayor has given leave, and at the town only where the mood is bad."""
    if not whole.allowed:
        return False
    return whole.festive or whole.town == "Bree"


CHEERFUL = Computation(
    name="cheerful",
    label="cheer of the company",
    of=Petition,
    kind=TRUTH,
    find=_cheerful,
    missing=lambda whole, member, inputs, figures: (),
    sources=(SOURCES.rumour,),
)


def test_a_function_is_asked_again_where_a_fact_changes_at_which_it_looked_only_later() -> None:
    program = program_of(rules_of(computed(CHEERFUL), petition.festive))
    memory = PlainMemory(program, program.scalar.figures(DAY))
    facts: dict[str, Any] = {"allowed": False, "festive": True, "town": "Hobbiton"}
    memory.start(a_petition(**facts))
    seen = []
    for name, value in (
        ("town", "Michel Delving"),  # from now on it is known at what the function looks: at the leave alone
        ("festive", False),
        ("festive", True),
        ("town", "Hobbiton"),
        ("allowed", True),
        ("festive", False),
        ("town", "Bree"),
        ("town", "Hobbiton"),
        ("festive", True),
    ):
        facts[name] = value
        memory.update(a_petition(**facts), [Changed((name,))])
        seen.append(memory.answers[0])
    assert seen == [False, False, False, False, True, False, True, False, True]


def test_findings_that_nothing_touches_are_not_made_anew() -> None:
    dossier = Dossier.open(LINE_A, example("eligible"), on=date(2016, 12, 10))
    farm = "participations[beta].enterprise.registered_farm"
    for value in (True, False, True):
        dossier.correct("application", {farm: value})
        found = {finding.code: finding for finding in dossier.findings}
        dossier.correct("application", {"project.title": f"Gears, {value}"})
        again = {finding.code: finding for finding in dossier.findings}
        assert all(again[code] is found[code] for code in found)
    dossier.correct("application", {farm: False})
    changed = [finding.code for finding in dossier.findings if finding is not again[finding.code]]
    assert changed == ["no-registered-farm"]
