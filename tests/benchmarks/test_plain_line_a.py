"""The hand-written Line A that the library is measured against says the same as the library, known or not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from benchmarks import plain_difficulty, plain_line_a
from clusterpolicy import Application, Verdict, decide
from clusterpolicy.engines.scalar import Found
from clusterpolicy.language.possible import OneOf, bounds
from clusterpolicy.model import Size
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.testing.strategies import any_applications, applications

EXAMPLES = sorted((Path(__file__).parents[2] / "examples/line_a").glob("*.json"))


def answers_of_the_library(application: Application) -> dict[str, bool | None]:
    verdict = decide(application, LINE_A)
    codes = [requirement.code for requirement in LINE_A.requirements]
    return dict(zip(codes, verdict.answers, strict=True))


def answers_of_the_peer(application: Application) -> dict[str, bool | None]:
    return dict(zip(plain_line_a.CODES, plain_line_a.assess(application).answers, strict=True))


def as_range(value: Any) -> plain_line_a.Range:
    """What the library says a number may be, as the peer writes it."""
    lowest, highest = bounds(value)
    return (
        Decimal("-Infinity") if lowest is None else Decimal(lowest),
        Decimal("Infinity") if highest is None else Decimal(highest),
    )


def as_sizes(value: Any) -> tuple[Size, ...]:
    """The sizes the library says an enterprise may have, as the peer writes them."""
    if not isinstance(value, OneOf):
        return (Size(value),)
    return tuple(size for size in Size if value.options is None or size in value.options)


def figures_of_the_peer() -> dict[str, Any]:
    """The figures of the peer, by the full names of the parameters."""
    own, tests, shares = plain_line_a.FIGURES, plain_difficulty.FIGURES, plain_line_a.Rates._fields
    return {
        "piedmont/line_a/opens_at": own.opens_at,
        "piedmont/line_a/closes_at": own.closes_at,
        "piedmont/line_a/member_by": own.member_by,
        "piedmont/minimum_age": own.years_of_age,
        "piedmont/region": (own.region,),
        "piedmont/valle_d_aosta": (own.valle_d_aosta,),
        "piedmont/areas_around_the_region": own.areas_around_the_region,
        "piedmont/outside_share": own.outside_share,
        "piedmont/trade_codes": own.trade_divisions,
        "piedmont/least_partners": own.least_partners,
        "piedmont/most_partners": own.most_partners,
        "piedmont/most_partners_alone": own.most_partners_alone,
        "piedmont/lowest_trl_at_start": own.lowest_trl_at_start,
        "piedmont/trl_at_start_below": own.trl_at_start_below,
        "piedmont/lowest_trl_at_end": own.lowest_trl_at_end,
        "piedmont/highest_trl_at_end": own.highest_trl_at_end,
        "piedmont/s3_areas": plain_line_a.S3_AREAS,
        "piedmont/clusters": tuple(plain_line_a.AGENDA_THEMES),
        "piedmont/agenda_themes": plain_line_a.AGENDA_THEMES,
        "piedmont/longest_duration": own.longest_duration,
        "piedmont/minimum_cost": own.minimum_cost,
        "piedmont/minimum_cost_with_large": own.minimum_cost_with_large,
        "piedmont/overheads_share": own.overheads_share,
        "piedmont/end_users_share": own.end_users_share,
        "piedmont/research_orders_share": own.research_orders_share,
        "piedmont/innovative_sme_may_provide": own.innovative_sme_may_provide,
        "piedmont/innovative_sme_partner_frees": own.innovative_sme_partner_frees,
        "piedmont/highest_intensity": plain_line_a.HIGHEST_RATE_OF_THE_CALL,
        **{
            f"piedmont/{activity}_intensity": {
                size: rates[place] for size, rates in plain_line_a.RATES_OF_THE_CALL.items()
            }
            for place, activity in enumerate(shares)
        },
        "eu/difficulty/lost_share": tests.lost_share,
        "eu/difficulty/young_for": tests.young_for,
        "eu/difficulty/limited_liability_forms": tests.limited,
        "eu/difficulty/unlimited_liability_forms": tests.unlimited,
        "eu/difficulty/debt_to_equity": tests.debt_to_equity,
        "eu/difficulty/interest_cover": tests.interest_cover,
        "eu/difficulty/no_equity_is_above": tests.no_equity_is_above,
        "eu/difficulty/no_interest_is_covered": tests.no_interest_is_covered,
        "eu/difficulty/years_between_accounts": tests.years_between_accounts,
        "eu/intensity/size_bonus": plain_line_a.BONUS_OF_THE_UNION,
        "eu/intensity/highest_intensity": plain_line_a.HIGHEST_RATE_OF_THE_UNION,
        **{f"eu/intensity/{name}_base": rate for name, rate in plain_line_a.RATES_OF_THE_UNION._asdict().items()},
        **{
            f"eu/sme/{size}_{name.removesuffix('_total')}": ceiling
            for size, ceilings in plain_line_a.CEILINGS.items()
            for name, ceiling in ceilings._asdict().items()
        },
    }


ELSEWHERE = ("eu/ownership/", "piedmont/selection/", "piedmont/merit/", "piedmont/line_a/endowment")
"""Who owns whom is looked up by the same function; who wins among several applications is no question of the peer."""


def same_grant(hand: plain_line_a.Range, library: Any) -> bool:
    """The same amount where it is known. Where it is not, the peer may know a little more of what it may be."""
    lowest, highest = as_range(library)
    if lowest == highest:
        return hand == (lowest, highest)
    return hand[0] < hand[1] and lowest <= hand[0] and hand[1] <= highest


def assert_same_results(hand: list[plain_line_a.Result] | None, library: Found) -> None:
    if hand is None or library.cost is None or library.grant is None:
        assert (hand, library.cost, library.grant) == (None, None, None)
        return
    assert [each.cost for each in hand] == [as_range(cost) for cost in library.cost]
    assert all(same_grant(each.grant, grant) for each, grant in zip(hand, library.grant, strict=True))
    if library.size is not None:
        assert [each.sizes for each in hand] == [as_sizes(size) for size in library.size]
    of_research, of_development = library.intensity.values()
    assert [each.industrial_research_intensity for each in hand] == [as_range(rate) for rate in of_research or ()]
    assert [each.experimental_development_intensity for each in hand] == [
        as_range(rate) for rate in of_development or ()
    ]


def assert_agree(application: Application) -> tuple[Verdict, plain_line_a.Assessment]:
    verdict, assessment = decide(application, LINE_A), plain_line_a.assess(application)
    assert answers_of_the_peer(application) == answers_of_the_library(application)
    assert (assessment.outcome, assessment.failed, assessment.undetermined) == (
        verdict.outcome,
        verdict.failed,
        verdict.undetermined,
    )
    assert assessment.cost == as_range(verdict.cost)
    assert same_grant(assessment.grant, verdict.grant)
    partners, users = verdict.beneficiaries
    assert_same_results(assessment.partners, partners)
    assert_same_results(assessment.end_users, users)
    return verdict, assessment


def test_the_peer_asks_the_same_requirements_in_the_same_order() -> None:
    assert plain_line_a.CODES == tuple(requirement.code for requirement in LINE_A.requirements)


def test_the_peer_reckons_with_the_figures_that_are_in_force_on_the_expected_day_of_granting() -> None:
    day = decide(Application.model_validate_json(EXAMPLES[0].read_bytes()), LINE_A).day
    figures: dict[str, Any] = LINE_A.figures_on(day)
    del figures["piedmont/line_a/granting_day"]
    manufacturing, construction = (figures.pop(f"piedmont/{name}_codes") for name in ("manufacturing", "construction"))
    assert plain_line_a.FIGURES.admitted_divisions == manufacturing + construction
    for name in ("piedmont/areas_around_the_region", "piedmont/s3_areas"):
        figures[name] = frozenset(figures[name])
    assert figures_of_the_peer() == {name: each for name, each in figures.items() if not name.startswith(ELSEWHERE)}


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_peer_agrees_with_the_library_on_the_shipped_examples(file: Path) -> None:
    assert_agree(Application.model_validate_json(file.read_bytes()))


@given(application=applications())
def test_the_peer_pays_the_same_to_the_cent_where_every_fact_is_known(application: Application) -> None:
    verdict, assessment = assert_agree(application)
    assert plain_line_a.known(assessment.cost) == verdict.cost


@given(application=applications(known=False))
def test_the_peer_leaves_open_what_the_library_leaves_open(application: Application) -> None:
    assert_agree(application)


@given(application=any_applications(known=False))
def test_the_peer_agrees_with_the_library_on_applications_of_any_kind(application: Application) -> None:
    assert_agree(application)
