"""Ownership graphs: what is read, what is refused, and that all problems are told at once."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.ownership import (
    ConsolidatedFigures,
    Holding,
    MarketPair,
    OwnershipGraph,
    Party,
    Portion,
    YearFigures,
    written_portion,
)
from clusterpolicy.rules.eu.ownership import read_ownership_graph

PORTION: TypeAdapter[Fraction] = TypeAdapter(Portion)
MODELS = [OwnershipGraph, Party, Holding, YearFigures, ConsolidatedFigures, MarketPair]


def data(**changes: object) -> dict[str, Any]:
    return {
        "parties": [
            {"id": "a", "name": "Alfa", "kind": "enterprise"},
            {"id": "b", "name": "Beta", "kind": "enterprise"},
            {"id": "p", "name": "A person", "kind": "natural_person"},
        ],
        "holdings": [{"holder": "b", "held": "a", "capital": "0.3", "votes": "0.3"}],
    } | changes


def problems(of: dict[str, Any]) -> list[Problem]:
    with pytest.raises(InputError) as refused:
        read_ownership_graph(json.dumps(of))
    return list(refused.value.problems)


def told(of: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.code, each.place) for each in problems(of)]


def holding(holder: str, held: str, capital: object = "0.1", votes: object = "0.1") -> dict[str, Any]:
    return {"holder": holder, "held": held, "capital": capital, "votes": votes}


def accounts_of_a(*accounts: dict[str, Any]) -> dict[str, Any]:
    return data(parties=[{"id": "a", "name": "Alfa", "kind": "enterprise", "accounts": list(accounts)}], holdings=[])


# ── Parts of a whole ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "portion"),
    [
        ("0.25", Fraction(1, 4)),
        ("1", Fraction(1)),
        ("0", Fraction(0)),
        (0, Fraction(0)),
        (1, Fraction(1)),
        ("2500/7500", Fraction(1, 3)),
        (Decimal("0.333333333333333"), Fraction(333333333333333, 10**15)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_part_of_a_whole_is_read_exactly(written: object, portion: Fraction) -> None:
    assert PORTION.validate_python(written) == portion


@pytest.mark.parametrize(
    "written", ["25 %", "1.01", "-0.1", "3/2", "1/0", "", "nan", Decimal("nan"), Decimal("Infinity"), True, None, 2, -1]
)
def test_what_is_no_part_of_a_whole_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        PORTION.validate_python(written)


def test_a_floating_point_number_is_refused_because_it_may_not_be_exact() -> None:
    (problem,) = problems(data(holdings=[holding("b", "a", 0.3, "0.3")]))

    assert (problem.code, problem.place) == ("amount-not-exact", "holdings[0].capital")
    assert 'as in "0.25"' in problem.mend


@pytest.mark.parametrize("portion", [Fraction(0), Fraction(1), Fraction(1, 4), Fraction(1, 3), Fraction(1, 10**15)])
def test_a_part_of_a_whole_is_written_so_that_it_can_be_read_again(portion: Fraction) -> None:
    assert PORTION.validate_python(written_portion(portion)) == portion


def test_thirty_three_per_cent_is_not_a_third() -> None:
    assert PORTION.validate_python("0.3333") != PORTION.validate_python("1/3")


# ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_a_label_and_a_description(model: type[Party]) -> None:
    for name, field in model.model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.description.endswith(".")


def test_a_graph_is_read_and_written_without_a_change() -> None:
    graph = read_ownership_graph(json.dumps(data()))

    assert read_ownership_graph(graph.model_dump_json()) == graph
    assert graph.parties[0].accounts is None
    assert graph.holdings[0].other_control == ()


def test_the_closing_day_is_the_last_of_the_year_unless_it_is_given() -> None:
    assert str(YearFigures(year=2015).closing_day) == "2015-12-31"
    assert str(YearFigures.model_validate({"year": 2015, "closes_on": "2016-03-31"}).closing_day) == "2016-03-31"


def test_holdings_that_add_up_to_exactly_the_whole_are_read() -> None:
    third = [holding("b", "a", "1/3", "1/3"), holding("p", "a", "2/3", "2/3")]

    assert len(read_ownership_graph(json.dumps(data(holdings=third))).holdings) == 2


def test_holdings_that_are_not_known_do_not_add_up_to_too_much() -> None:
    open_ended = [holding("b", "a", "1", None), holding("p", "a", None, "1")]

    assert len(read_ownership_graph(json.dumps(data(holdings=open_ended))).holdings) == 2


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("field", ["capital", "votes"])
def test_holdings_above_the_whole_are_refused_with_their_total(field: str) -> None:
    first, second = holding("b", "a"), holding("p", "a")
    first[field], second[field] = "0.6", "0.4001"

    (problem,) = problems(data(holdings=[first, second]))

    assert (problem.code, problem.place) == ("holdings-above-whole", f"holdings[1].{field}")
    assert "1.0001" in problem.message


def uneven(holders: int, more: int) -> dict[str, Any]:
    """Shares of about one in so many, with denominators of their own; `more` shares are added to each."""
    denominators = [10**15 - 1 - 2 * number for number in range(holders)]
    parties = [{"id": f"h{number}", "name": "Holder", "kind": "enterprise"} for number in range(holders)]
    parts = [f"{denominator // holders + more}/{denominator}" for denominator in denominators]
    holdings = [holding(f"h{number}", "a", part, part) for number, part in enumerate(parts)]
    return {"parties": [{"id": "a", "name": "Alfa", "kind": "enterprise"}, *parties], "holdings": holdings}


def test_very_many_uneven_holdings_are_added_exactly() -> None:
    assert len(read_ownership_graph(json.dumps(uneven(400, 0))).holdings) == 400

    capital, votes = problems(uneven(400, 1))
    assert (capital.code, capital.place) == ("holdings-above-whole", "holdings[399].capital")
    assert "add up to 1.0000000000002… of the capital" in capital.message
    assert votes.place == "holdings[399].votes"


def test_an_identifier_that_nobody_has_is_refused_with_the_nearest_one() -> None:
    parties = [{"id": name, "name": name, "kind": "enterprise"} for name in ("alfa", "beta")]

    (problem,) = problems(data(parties=parties, holdings=[holding("beta", "alpha")]))

    assert (problem.code, problem.place) == ("reference-unknown", "holdings[0].held")
    assert problem.mend == "write `alfa`"


def test_two_parties_of_one_name_are_refused() -> None:
    parties = [{"id": "a", "name": each, "kind": "enterprise"} for each in ("Alfa", "Beta")]

    assert told(data(parties=parties, holdings=[])) == [("duplicate", "parties[1].id")]


def test_an_enterprise_cannot_hold_itself() -> None:
    assert told(data(holdings=[holding("a", "a")])) == [("facts-contradict", "holdings[0].held")]


@pytest.mark.parametrize("kind", ["natural_person", "public_body", "local_authority"])
def test_nobody_holds_a_person_or_a_public_body(kind: str) -> None:
    parties = [{"id": "a", "name": "Alfa", "kind": kind}, {"id": "b", "name": "Beta", "kind": "enterprise"}]

    assert told(data(parties=parties)) == [("facts-contradict", "holdings[0].held")]


def test_a_holding_stands_once() -> None:
    assert told(data(holdings=[holding("b", "a"), holding("b", "a")])) == [("duplicate", "holdings[1].held")]


def test_a_year_stands_once() -> None:
    assert told(accounts_of_a({"year": 2014}, {"year": 2015}, {"year": 2014})) == [
        ("duplicate", "parties[0].accounts[2].year")
    ]


def test_closing_days_follow_the_years() -> None:
    accounts = ({"year": 2015, "closes_on": "2014-12-31"}, {"year": 2014})

    assert told(accounts_of_a(*accounts)) == [("dates-out-of-order", "parties[0].accounts[0].closes_on")]


@pytest.mark.parametrize("field", ["headcount", "turnover", "balance_sheet_total"])
def test_negative_figures_are_refused(field: str) -> None:
    assert told(accounts_of_a({"year": 2015, field: "-1"})) == [("input-invalid", f"parties[0].accounts[0].{field}")]


@pytest.mark.parametrize("months", [0, 37, 12.5, None])
def test_a_period_has_one_to_thirty_six_months(months: object) -> None:
    assert told(accounts_of_a({"year": 2015, "months": months})) == [("input-invalid", "parties[0].accounts[0].months")]


def test_only_natural_persons_known_to_the_graph_act_jointly_and_in_one_group() -> None:
    groups = [["p", "a"], ["p", "q"]]

    assert told(data(acting_jointly=groups)) == [
        ("facts-contradict", "acting_jointly[0][1]"),
        ("reference-unknown", "acting_jointly[1][1]"),
        ("duplicate", "acting_jointly[1][0]"),
    ]


def test_consolidated_accounts_name_parties_of_the_graph_and_stand_once_a_year() -> None:
    one = {"year": 2015, "parent": "a", "includes": ["x"]}

    assert told(data(consolidated=[one, {**one, "parent": "y"}, {**one, "includes": []}])) == [
        ("reference-unknown", "consolidated[0].includes[0]"),
        ("reference-unknown", "consolidated[1].parent"),
        ("reference-unknown", "consolidated[1].includes[0]"),
        ("duplicate", "consolidated[2].year"),
        ("facts-contradict", "consolidated[1].includes"),
    ]


def test_consolidated_accounts_lie_within_each_other_or_apart() -> None:
    parties = [{"id": name, "name": name, "kind": "enterprise"} for name in "abcd"]

    def of(*groups: str) -> dict[str, Any]:
        entries = [{"year": 2015, "parent": group[0], "includes": list(group[1:])} for group in groups]
        return data(parties=parties, consolidated=entries)

    assert OwnershipGraph.model_validate(of("abc", "bc", "d"))
    assert told(of("abc", "cd")) == [("facts-contradict", "consolidated[1].includes")]
    assert told(of("ab", "ba")) == [("facts-contradict", "consolidated[1].includes")]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = data(holdings=[holding("b", "a", "0.7"), holding("p", "a", "0.7"), holding("nobody", "b", "a half")])
    wrong["parties"][0]["accounts"] = [{"year": 2015, "turnover": "-1"}, {"year": 2015}]
    wrong["parties"][1]["colour"] = "red"

    assert set(told(wrong)) == {
        ("input-invalid", "parties[0].accounts[0].turnover"),
        ("duplicate", "parties[0].accounts[1].year"),
        ("field-unknown", "parties[1].colour"),
        ("input-invalid", "holdings[2].capital"),
        ("reference-unknown", "holdings[2].holder"),
        ("holdings-above-whole", "holdings[1].capital"),
    }


def test_text_that_is_no_json_and_fields_that_stand_twice_are_refused() -> None:
    with pytest.raises(InputError, match="input-not-readable"):
        read_ownership_graph("{")
    with pytest.raises(InputError, match="stands twice in one table"):
        read_ownership_graph('{"parties": [], "parties": []}')


def test_of_a_graph_that_is_long_no_reference_is_taken_for_unknown_because_something_else_is_wrong() -> None:
    parties = [{"id": f"e{number}", "name": "x", "kind": "enterprise"} for number in range(1200)]

    assert told({"parties": parties, "holdings": [holding("e1100", "e1150", "x")]}) == [
        ("input-invalid", "holdings[0].capital")
    ]
