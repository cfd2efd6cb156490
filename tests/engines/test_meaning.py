"""The generated functions mean what `clusterpolicy.testing.walker` says, for every formula of the language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.testing import laws
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.testing.walker import is_within, value
from tests.engines.meaning import asking, found_by_the_engine, found_by_the_walker, whose
from tests.language.shire.computations import COMPUTATIONS
from tests.language.shire.petitions import petitions, petitions_with_less_known
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Petition

VOCABULARY = Vocabulary.of(Petition, limits, source=SOURCES.rumour, computations=COMPUTATIONS)
TRUTHS = formulas(VOCABULARY, kind=TRUTH, of=Petition)
PAIRS = petitions_with_less_known() | petitions_with_less_known(known=True)
MANY = settings(max_examples=2 * settings().max_examples)


@MANY
@given(written=st.lists(formulas(VOCABULARY), min_size=1, max_size=3), petition=petitions())
def test_generated_functions_find_what_a_formula_means(written: list[Written], petition: Petition) -> None:
    rule_set = asking(*written)

    for each, found in zip(written, found_by_the_engine(petition, rule_set, written), strict=True):
        for of_member, right in found_by_the_walker(petition, rule_set, each, found):
            assert of_member == right


@given(written=formulas(VOCABULARY), pair=PAIRS)
def test_knowing_more_only_narrows_what_a_formula_may_be(written: Written, pair: tuple[Petition, Petition]) -> None:
    less, more = pair
    rule_set = asking(written)
    figures = rule_set.figures_on(rule_set.in_force_from)
    node = written.formula.node

    for members, fuller in whose(written, less, more):
        before = value(node, less, figures, rule_set, members, day=rule_set.in_force_from)

        assert is_within(value(node, more, figures, rule_set, fuller, day=rule_set.in_force_from), before)


@given(written=TRUTHS, pair=PAIRS)
def test_knowing_more_never_reverses_a_finding(written: Written, pair: tuple[Petition, Petition]) -> None:
    assert laws.knowing_more_only_settles(*pair, rules_of(written.formula)) == ()


@MANY
@given(written=TRUTHS, pair=PAIRS)
def test_every_formula_is_explained_by_what_decided_it(written: Written, pair: tuple[Petition, Petition]) -> None:
    less, more = pair
    rule_set = rules_of(written.formula)

    assert laws.reasons_hold_only_what_decided(less, rule_set) == ()
    assert laws.missing_facts_are_those_that_matter(less, more, rule_set) == ()


@given(written=TRUTHS, petition=petitions())
def test_both_doors_agree_on_every_formula(written: Written, petition: Petition) -> None:
    assert laws.both_doors_agree(petition, rules_of(written.formula)) == ()


@given(written=TRUTHS, petition=petitions())
def test_a_decision_by_any_formula_comes_back_from_json_unchanged(written: Written, petition: Petition) -> None:
    assert laws.a_decision_comes_back_from_json(petition, rules_of(written.formula)) == ()
