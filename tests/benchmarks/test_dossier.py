"""The benchmark of dossiers measures what it says: as many facts, and answers that are those of the library."""

from __future__ import annotations

import json

import pytest

from benchmarks import dossier as bench
from clusterpolicy import assess
from clusterpolicy.rules.piedmont import LINE_A


@pytest.mark.parametrize(("partners", "least", "most"), [(3, 170, 210), (9, 490, 510)])
def test_the_dossiers_hold_as_many_facts_as_is_said(partners: int, least: int, most: int) -> None:
    facts = sum(bench.known_facts(dict(each.facts)) for each in bench.documents(partners))
    assert least <= facts <= most


def test_every_change_that_is_measured_changes_the_application_and_keeps_the_answers_true() -> None:
    dossier = bench.filled(3)
    for document, fact, one, other in bench.CHANGES:
        id = f"doc-{1 + len(bench.KINDS) + bench.KINDS.index(document)}"
        seen = []
        for value in (one, other):
            dossier.correct(id, {f"participations[p1].{fact}": value})
            seen.append(dossier.application)
            assert dossier.findings == assess(dossier.application, LINE_A).findings
        assert seen[0] != seen[1]
        assert dossier.contradictions == ()


def test_the_figures_are_told_as_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--json", "--rounds", "1", "--steps", "10", "--dossiers", "10"])
    figures = json.loads(capsys.readouterr().out)
    assert {"change_ratio_small", "change_ratio_500", "open_close_ms", "journal_steps_per_s", "peak_growth_mib"} <= set(
        figures
    )
    assert all(figure >= 0 for figure in figures.values())
