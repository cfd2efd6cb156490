"""What makes plans fast changes no answer: many flags in one number, values looked up, terms that wait."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables
from clusterpolicy.engines.frame import assess_frame, positions, ranges, sizes
from clusterpolicy.engines.frame.columns import Contents
from clusterpolicy.engines.frame.leaves import leaves_of, place_of_parts
from clusterpolicy.engines.frame.positions import Places
from clusterpolicy.engines.frame.program import Program
from clusterpolicy.engines.frame.programs import program_for
from clusterpolicy.engines.frame.schema import schema_of
from clusterpolicy.engines.frame.steps import Gathered
from clusterpolicy.engines.frame.sums import summed
from clusterpolicy.engines.frame.terms import Terms
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language.scope import Scope
from clusterpolicy.rules.piedmont import LINE_A

ROOT = WORKLOAD.structure.root
MEMBERS = next(scope for scope in WORKLOAD.structure.scopes if scope.parent is ROOT)


@pytest.fixture
def few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done with many rows is done with these few."""
    for module in (positions, sizes):
        monkeypatch.setattr(module, "MANY_ROWS", 10)


def gathered(how: str, flags: int) -> list[Gathered]:
    terms = Terms({MEMBERS: 9})
    return [
        Gathered(
            terms.gather(
                "any" if how == "any" else "count", terms.column(MEMBERS, f"f{at}", "truth", lacks=True), MEMBERS
            ),
            pl.col(f"f{at}"),
        )
        for at in range(flags)
    ]


@settings(max_examples=40, deadline=None)
@given(
    groups=st.lists(st.integers(1, 9), min_size=1, max_size=12),
    flags=st.integers(1, 40),
    how=st.sampled_from(["any", "count"]),
    chance=st.randoms(use_true_random=False),
)
def test_flags_counted_in_one_number_are_counted_as_each_would_be_alone(
    groups: list[int], flags: int, how: str, chance: Random
) -> None:
    around = pl.Series([at for at, size in enumerate(groups) for _ in range(size)], dtype=pl.UInt32)
    rows = pl.DataFrame(
        {f"f{at}": [chance.choice([True, True, False, None]) for _ in around] for at in range(flags)},
        schema={f"f{at}": pl.Boolean for at in range(flags)},
    )
    places = Places.of(around, len(groups))
    assert places.sizes.to_list() == groups
    terms = gathered(how, flags)
    found = summed(rows, terms, places.is_last, places.most)
    for at, term in enumerate(terms):
        counts = (
            rows.with_columns(around.alias("around"))
            .group_by("around", maintain_order=True)
            .agg(pl.col(f"f{at}").fill_null(False).sum().cast(pl.Int64))[f"f{at}"]
        )
        assert found[term.name].to_list() == ((counts > 0) if how == "any" else counts).to_list()


def test_a_running_sum_that_runs_over_the_end_of_its_range_comes_back(few_rows_are_many: None) -> None:
    terms = Terms({MEMBERS: 2})
    amount = terms.column(MEMBERS, "amount", "number", lacks=False, lowest=0, highest=2**62)
    term = Gathered(terms.gather("sum", amount, MEMBERS), pl.col("amount"))
    rows = pl.DataFrame({"amount": [2**61] * 40})
    places = Places.of(pl.Series([at // 2 for at in range(40)], dtype=pl.UInt32), 20)
    assert summed(rows, [term], places.is_last, 2)[term.name].to_list() == [2**62] * 20


def test_many_rows_are_answered_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = tables(3_000, seed=11)
    few = assess_frame(portfolio, WORKLOAD)
    looked_up: list[bool] = []
    find = ranges.Chain.found_in

    def noted(chain: ranges.Chain, frame: pl.DataFrame) -> list[pl.Series] | None:
        found = find(chain, frame)
        looked_up.append(found is not None)
        return found

    monkeypatch.setattr(ranges.Chain, "found_in", noted)
    for module in (positions, sizes):
        monkeypatch.setattr(module, "MANY_ROWS", 10)
    many = assess_frame(portfolio, WORKLOAD)
    assert any(looked_up)
    assert all(few[name].equals(many[name]) for name in few)


def test_days_too_far_apart_are_not_looked_up(few_rows_are_many: None) -> None:
    portfolio = tables(50, seed=11)  # 120 days, and fewer rows
    assert assess_frame(portfolio, WORKLOAD)["applications"].height == 50


@pytest.fixture(scope="module", params=[WORKLOAD, LINE_A], ids=lambda each: each.name)
def program(request: pytest.FixtureRequest) -> Program:
    rule_set = request.param
    names = frozenset(table.name for table in schema_of(rule_set))
    contents = Contents(names, frozenset(), {}, dict.fromkeys(names, 8))
    law = compiled(rule_set).law_of(None, None)
    return program_for(rule_set, contents, rule_set.figures_on(law, None), law, None)


def test_a_term_is_found_after_all_that_it_is_made_of(program: Program) -> None:
    there: dict[Scope, set[int]] = {scope: set() for scope in program.tables}
    for tables_ in program.rounds:
        before = {scope: set(numbers) for scope, numbers in there.items()}
        for scope, round_ in tables_.items():
            here = set(before[scope])
            for around, terms in round_.joined.items():
                assert {term.number for term in terms if term.what != "column"} <= before[around]
                here |= {term.number for term in terms}
            for members, terms in round_.gathered.items():
                for term in terms:
                    read = {leaf.number for leaf in leaves_of(term, before[members]) if leaf.what != "column"}
                    assert read <= before[members]
                here |= {term.number for term in terms}
            for layer in round_.layers:
                made = {term.number for term in layer}
                for term in layer:
                    read = {leaf.number for leaf in leaves_of(term, here) if leaf.what != "column"}
                    assert place_of_parts(term) is scope
                    assert read <= here
                here |= made
            there[scope] = here & {term.number for term in round_.kept}


def test_nothing_is_carried_that_nobody_reads(program: Program) -> None:
    wanted = {output.term.number for outputs in program.outputs.values() for output in outputs}
    wanted |= {mask.number for each in program.of_codes for mask in each.masks}
    last = program.rounds[-1]
    for round_ in last.values():
        assert {term.number for term in round_.kept} <= wanted


def test_what_rows_give_together_waits_for_the_round_in_which_they_are_gathered_anyway() -> None:
    schema = schema_of(WORKLOAD)
    names = frozenset(table.name for table in schema)
    complete = frozenset((table.name, column.name) for table in schema for column in table.columns)
    contents = Contents(names, complete, {}, dict.fromkeys(names, 8))
    law = compiled(WORKLOAD).law_of(None, None)
    found = program_for(WORKLOAD, contents, WORKLOAD.figures_on(law, None), law, ("failed", "grant_cents"))
    gathered = [len(tables_[ROOT].gathered.get(MEMBERS, ())) for tables_ in found.rounds]
    # sums and flags; with whoever dominates, whoever is too young, though that is known a round before; grants
    assert [each for each in gathered if each][1:] == [2, 1]


@settings(max_examples=40, deadline=None)
@given(chance=st.randoms(use_true_random=False), groups=st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_a_flag_that_is_counted_and_asked_for_is_packed_once(chance: Random, groups: list[int]) -> None:
    around = pl.Series([at for at, size in enumerate(groups) for _ in range(size)], dtype=pl.UInt32)
    rows = pl.DataFrame({f"f{at}": [chance.choice([True, False]) for _ in around] for at in range(3)})
    terms = Terms({MEMBERS: 9})
    flags = [terms.column(MEMBERS, f"f{at}", "truth", lacks=False) for at in range(3)]
    asked = [
        Gathered(terms.gather(how, flag, MEMBERS), pl.col(str(flag.value)))
        for how in ("any", "count")
        for flag in flags
    ]
    places = Places.of(around, len(groups))
    found = summed(rows, asked, places.is_last, places.most)
    for at in range(3):
        counts = rows.group_by(around, maintain_order=True).agg(pl.col(f"f{at}").sum().cast(pl.Int64))[f"f{at}"]
        assert found[asked[at].name].to_list() == (counts > 0).to_list()
        assert found[asked[3 + at].name].to_list() == counts.to_list()
