"""The share of 70 % of one partner is a cliff: worked out by hand, on a call that pays the bonus for collaboration.

The partners and costs of `examples/line_b/eligible.json`, with more personnel of the first in industrial research:

| partner | size   | research   | development | with the bonus            | without                   |
|---------|--------|------------|-------------|---------------------------|---------------------------|
| delta   | small  | 706,000.00 |   85,000.00 | 80 % and 60 %: 615,800.00 | 70 % and 45 %: 532,450.00 |
| epsilon | micro  |  95,000.00 |   40,000.00 | 80 % and 60 %: 100,000.00 | 70 % and 45 %:  84,500.00 |
| zeta    | medium | 142,800.00 |   61,200.00 | 75 % and 50 %: 137,700.00 | 60 % and 35 %: 107,100.00 |

Delta bears 791,000.00 of 1,130,000.00, which is 70 % exactly. That passes; a cent more does not.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from clusterpolicy.model import Application
from clusterpolicy.reading import read_application
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.testing.facts import with_facts
from clusterpolicy.whatif.cliffs import Near, course_of, worst_cliffs
from examples.with_bonus import LINE_B_WITH_BONUS

PERSONNEL = "participations[0].costs.industrial_research.personnel"


@pytest.fixture(scope="module")
def application() -> Application:
    """Ninety-nine cents below the limit."""
    text = Path("examples/line_b/eligible.json").read_text(encoding="utf-8")
    facts = {PERSONNEL: "530999.01", "research_orders[0].amount": "240000.00"}
    return with_facts(read_application(text), facts)


def test_a_cent_more_of_one_partner_costs_another_thirty_thousand(application: Application) -> None:
    (cliff,) = course_of(application, LINE_B_WITH_BONUS, PERSONNEL, lowest=400_000, highest=600_000).cliffs
    assert (cliff.before.value, cliff.after.value) == (Decimal("531000.00"), Decimal("531000.01"))
    assert cliff.before.shares == {
        "participations[0]": Decimal("615800.00"),
        "participations[1]": Decimal("100000.00"),
        "participations[2]": Decimal("137700.00"),
    }
    assert cliff.after.shares == {
        "participations[0]": Decimal("532450.00"),
        "participations[1]": Decimal("84500.00"),
        "participations[2]": Decimal("107100.00"),
    }
    assert cliff.jumps["participations[2]"] == Decimal("-30600.00")
    assert cliff.jump == Decimal("-129450.00")
    assert cliff.before.outcome == cliff.after.outcome == "eligible"
    assert (cliff.because, cliff.turned, cliff.distance) == ((), ("collaboration",), Decimal("1.00"))


def test_it_is_the_worst_cliff_of_money_near_that_application(application: Application) -> None:
    found = worst_cliffs(LINE_B_WITH_BONUS, [application], only_of_money=True)
    assert found[0].turned == ("collaboration",)
    (research,) = (each for each in found if each.fact == PERSONNEL)
    assert research.jump == Decimal("-129450.00")
    assert "participations[0].costs.industrial_research.materials" in research.also


def test_a_sum_of_facts_that_lead_to_the_same_cliff_is_told_once(application: Application) -> None:
    found = worst_cliffs(LINE_B_WITH_BONUS, [application], most=100, facts=["participations[].costs"])
    told = [(each.distance, each.lies_ahead, each.because, each.turned, each.before.receives) for each in found]
    assert len(told) == len(set(told))
    assert {each.lies_ahead for each in found} == {True, False}
    assert all(each.fact.startswith("participations[") for each in found)


def test_over_a_portfolio_the_worst_are_named_with_what_turns() -> None:
    filed = [each for each in applications_of("line_b", 2016) if each.id in ("B-001", "B-015", "B-033")]
    found = worst_cliffs(LINE_B_WITH_BONUS, filed, near=Near(euro=30_000), only_of_money=True, most=5, most_of_a_kind=1)
    assert [(each.application, each.turned) for each in found][:2] == [
        ("B-001", ("own_size",)),
        ("B-015", ("collaboration",)),
    ]
    assert found[1].distance == Decimal("22856.07")
