"""Errors: a closed list of codes, messages that say what to write instead, classes that other code may catch."""

from __future__ import annotations

import re

import pytest

from clusterpolicy.errors import (
    CODES,
    ClusterPolicyError,
    FormulaMisuse,
    InputError,
    NoLawThatDay,
    Problem,
    RuleError,
    UnknownName,
    nearest,
)

DUPLICATE = Problem("duplicate", "participations[1].id", "the id `a` is used twice", "give each its own id")
CYCLE = Problem("cycle", "", "it depends on itself", "take one out")


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_is_lower_case_with_hyphens_and_means_one_sentence(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert re.fullmatch(r"[A-Z`].*[^.]\.", CODES[code])


def test_a_problem_says_its_code_its_place_what_is_wrong_and_what_to_write() -> None:
    assert str(DUPLICATE) == (
        "[duplicate] participations[1].id: the id `a` is used twice. To mend it: give each its own id."
    )


def test_a_problem_without_a_place_needs_none() -> None:
    assert str(CYCLE) == "[cycle] it depends on itself. To mend it: take one out."


def test_a_problem_may_only_have_a_code_of_the_list() -> None:
    with pytest.raises(KeyError, match="'mistake' is not a code of"):
        Problem("mistake", "", "", "")


def test_an_error_carries_every_problem_and_says_each_on_a_line() -> None:
    error = RuleError(iter([DUPLICATE, CYCLE]))

    assert error.problems == (DUPLICATE, CYCLE)
    assert str(error) == f"{DUPLICATE}\n{CYCLE}"
    assert RuleError(CYCLE).problems == (CYCLE,)


@pytest.mark.parametrize(
    ("error", "caught_as"),
    [
        (InputError, ValueError),
        (UnknownName, AttributeError),
        (FormulaMisuse, TypeError),
        (NoLawThatDay, LookupError),
        (UnknownName, RuleError),
        (FormulaMisuse, RuleError),
        (RuleError, ClusterPolicyError),
        (InputError, ClusterPolicyError),
        (NoLawThatDay, ClusterPolicyError),
    ],
)
def test_an_error_is_caught_as_what_python_would_raise_and_as_ours(
    error: type[ClusterPolicyError], caught_as: type[Exception]
) -> None:
    with pytest.raises(caught_as):
        raise error(CYCLE)


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("tunrover", ["turnover", "headcount"], "write `turnover`"),
        ("x", ["turnover", "headcount"], "use one of `headcount`, `turnover`"),
        ("x", [], "there is nothing to choose from here"),
    ],
)
def test_the_nearest_name_is_offered_or_all_where_none_is_near(name: str, known: list[str], said: str) -> None:
    assert nearest(name, known) == said
