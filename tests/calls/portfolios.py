"""Small portfolios of Line A: each application a copy of the eligible example, but for what a test is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy import Application, ConflictOfInterest, Mark, Selection, run_call
from clusterpolicy.calls.folder import run_folder
from clusterpolicy.language.parameter import Value
from clusterpolicy.model import EligibleCosts
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.scoring.ranked_call import RankedCall

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "calls" / "line_b"
ENDOWMENT_A, ENDOWMENT_B = "piedmont/line_a/endowment", "piedmont/line_b/endowment"
CRITERIA = tuple(criterion.code for criterion in LINE_A.merit.grid.marked)
FIRST_DAY = datetime.fromisoformat("2016-12-10T11:30:00+01:00")

_TEMPLATE = Application.model_validate_json((ROOT / "examples/line_a/eligible.json").read_text(encoding="utf-8"))
EVALUATORS = ("first", "second", "third")


def line_b(endowment: str = "15000000.00", **changes: Value) -> Selection:
    """The example folder, run with another endowment."""
    return run_folder(LINE_B, FOLDER, changes={ENDOWMENT_B: Decimal(endowment), **changes})


def application(number: int, *, share: int = 100, firm: int | None = None, **project: Any) -> Application:
    """An application whose costs are so many hundredths of those of the example.

    `firm` says whose it is: applications with the same number there have the same enterprises. Others have none in
    common. Further words change the project.
    """
    whose = number if firm is None else firm
    partners = [
        partner.model_copy(
            update={
                "enterprise": partner.enterprise.model_copy(
                    update={"vat_number": None, "name": f"Firm {whose}-{place}", "legality_rating": False}
                ),
                "costs": scaled(partner.costs, share),
            }
        )
        for place, partner in enumerate(_TEMPLATE.participations)
    ]
    orders = [
        order.model_copy(update={"amount": (order.amount or Decimal(0)) * share / 100})
        for order in _TEMPLATE.research_orders or ()
    ]
    return _TEMPLATE.model_copy(
        update={
            "id": f"A-{number:02}",
            "submitted_at": FIRST_DAY + timedelta(minutes=number),
            "project": _TEMPLATE.project.model_copy(update=project),
            "participations": tuple(partners),
            "research_orders": tuple(orders),
        }
    )


def scaled(costs: EligibleCosts | None, share: int) -> EligibleCosts:
    """So many hundredths of the costs, in whole cents."""
    assert costs is not None
    return EligibleCosts.model_validate(
        {
            activity: {name: _part(amount, share) for name, amount in getattr(costs, activity).model_dump().items()}
            for activity in ("industrial_research", "experimental_development")
        }
    )


def _part(amount: Decimal, share: int) -> Decimal:
    return Decimal(int(amount * share)).scaleb(-2)


def marks_of(
    number: int, points: str | None = "4", evaluators: Iterable[str] = EVALUATORS, criteria: Sequence[str] = CRITERIA
) -> tuple[Mark, ...]:
    """The same mark by every evaluator for every criterion."""
    return tuple(
        Mark(
            application=f"A-{number:02}",
            evaluator=evaluator,
            criterion=criterion,
            points=None if points is None else Decimal(points),
        )
        for evaluator in evaluators
        for criterion in criteria
    )


@dataclass(frozen=True, repr=False)
class Portfolio:
    """What is handed in for one run of Line A."""

    applications: tuple[Application, ...]
    marks: tuple[Mark, ...]
    conflicts: tuple[ConflictOfInterest, ...]
    endowment: Decimal

    def __repr__(self) -> str:
        filed = [(each.id, each.participations[0].enterprise.name, each.project.months) for each in self.applications]
        given = Counter((mark.application, mark.criterion, mark.points) for mark in self.marks)
        return f"Portfolio({self.endowment}, {filed}, {given}, {self.conflicts})"

    def run(self, call: RankedCall = LINE_A) -> Selection:
        """Run the call on it."""
        changes: dict[str, Value] = {ENDOWMENT_A: self.endowment}
        return run_call(call, self.applications, self.marks, self.conflicts, changes=changes)

    def without(self, application: str) -> Portfolio:
        """The same without one application."""
        return Portfolio(
            tuple(each for each in self.applications if each.id != application),
            tuple(each for each in self.marks if each.application != application),
            tuple(each for each in self.conflicts if each.application != application),
            self.endowment,
        )


GRANT = Decimal("334850.00")
"""The grant of the example."""

_MARKS = ("2.5", "3", "3.5", "4", "4.5", "5")


@st.composite
def portfolios(draw: DrawFn, *, known: bool = False, own_firms: bool = False, most: int = 6) -> Portfolio:
    """Portfolios of a few applications, dense with level scores, missing marks and money that just does.

    `known`: nothing about them is unknown. `own_firms`: no two have an enterprise in common.
    """
    size = draw(st.integers(1, most))
    filed, given, conflicts = [], [], []
    for number in range(size):
        firm = number if own_firms else draw(st.sampled_from((number, number, 0)))
        share = draw(st.sampled_from((100, 100, 50, 43, 150)))  # 43 % is below the lowest cost of the call
        months = draw(st.sampled_from((24, 24, 24, 25) if known else (24, 24, 24, 25, None)))
        filed.append(application(number, share=share, firm=firm, months=months))
        for mark in marks_of(number, draw(st.sampled_from(_MARKS))):
            other = draw(
                st.sampled_from(((None,) * 8 + _MARKS[:2]) if known else ((None,) * 12 + (*_MARKS[:2], "none")))
            )
            given.append(mark if other is None else _marked(mark, other))
        if draw(st.integers(0, 5)) == 0:
            conflicts.append(ConflictOfInterest(evaluator="third", application=f"A-{number:02}"))
    some = draw(st.integers(1, size))
    endowment = draw(st.sampled_from((GRANT * some, GRANT * some - Decimal("0.01"), GRANT * some / 2, GRANT * 100)))
    return Portfolio(tuple(filed), tuple(given), tuple(conflicts), endowment.quantize(Decimal("0.01")))


def _marked(mark: Mark, points: str) -> Mark:
    return mark.model_copy(update={"points": None if points == "none" else Decimal(points)})
