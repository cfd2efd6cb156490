"""A whole call, written a second time as an official would do it with paper and pencil: the run gives the same."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings

from clusterpolicy import Application, InputError, assess
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.scoring.criterion import figure_on
from tests.calls.portfolios import Portfolio, portfolios

FLOOR, THRESHOLD, MOST_APPLICATIONS = Decimal(18), Decimal(60), 3


def half_up(points: Fraction) -> Decimal:
    return Decimal((points * 200 + 1) // 2).scaleb(-2)


def points_by_hand(portfolio: Portfolio, application: str) -> dict[str, Decimal]:
    """The points of each criterion: the mean of the marks that count, times the weight."""
    out = {each.evaluator for each in portfolio.conflicts if each.application == application}
    found: dict[str, Decimal] = {}
    for criterion in LINE_A.merit.grid.marked:
        marks = [
            Fraction(each.points)
            for each in portfolio.marks
            if (each.application, each.criterion) == (application, criterion.code)
            and each.evaluator not in out
            and each.points is not None
        ]
        assert criterion.weight is not None
        found[criterion.code] = half_up(sum(marks, Fraction(0)) / len(marks) * int(figure_on(criterion.weight, None)))
    return found


def beyond_the_limit(portfolio: Portfolio) -> set[str]:
    """The applications of which an enterprise had filed as many as it may before."""
    filed: dict[str, int] = {}
    struck: set[str] = set()
    for each in sorted(portfolio.applications, key=_submitted):
        names = [partner.enterprise.name for partner in each.participations]
        if any(filed.get(name, 0) >= MOST_APPLICATIONS for name in names):
            struck.add(each.id)
        else:
            filed |= {name: filed.get(name, 0) + 1 for name in names}
    return struck


def _submitted(application: Application) -> str:
    assert application.submitted_at is not None
    return application.submitted_at.isoformat()


@given(portfolios(known=True))
@settings(max_examples=settings().max_examples // 2)
def test_awards_scores_and_places_are_those_found_by_hand(portfolio: Portfolio) -> None:
    try:
        selection = portfolio.run()
    except InputError as error:
        if {each.code for each in error.problems} != {"tie-unbroken"}:
            raise
        return
    first = [part.code for part in LINE_A.merit.grid.criteria[0].parts]
    struck, passing = beyond_the_limit(portfolio), []
    for application in portfolio.applications:
        points, card = points_by_hand(portfolio, application.id), selection.entry(application.id).card
        score, innovativeness = sum(points.values()), sum((points[code] for code in first), Decimal(0))
        assert (card.score.exact, card.points["innovativeness"].exact) == (score, innovativeness)
        decision = assess(application, LINE_A)
        eligible = decision.outcome == "eligible" and application.id not in struck
        if eligible and innovativeness >= FLOOR and score >= THRESHOLD:
            assert card.premium.exact is not None
            order = (-score - card.premium.exact, -innovativeness, _submitted(application))
            passing.append((order, application.id, decision.grant))
    money, awards, ended = portfolio.endowment, {}, False
    for _, name, grant in sorted(passing):
        assert isinstance(grant, Decimal)
        ended = ended or grant > money
        if not ended:
            awards[name] = grant
            money -= grant

    assert {each.application: each.amount for each in selection.awarded} == awards
    assert [each.application for each in (*selection.awarded, *selection.reserve)] == [
        row[1] for row in sorted(passing)
    ]
    assert len(selection.rejected) == len(portfolio.applications) - len(passing)
    assert selection.allocation.left.exact == money
