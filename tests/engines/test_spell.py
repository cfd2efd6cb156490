"""The generated reasons and the explainer that defines them."""

from datetime import date

from hypothesis import given

from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.engines.spell import reasons_function
from clusterpolicy.engines.trace import Trace
from clusterpolicy.model import Application
from clusterpolicy.rules import piedmont
from clusterpolicy.testing.strategies import any_applications, applications

SCALAR = compiled(piedmont.LINE_A)
EXPLAINER = Explainer(SCALAR.plan)
TRUTHS = [requirement.holds_if.node for requirement in piedmont.LINE_A.requirements]
REASONS = reasons_function(EXPLAINER, TRUTHS, "test")
for truth in TRUTHS:
    EXPLAINER.step(truth)  # prepared, so that it knows what it will look at
FIND = SCALAR.finder(EXPLAINER.looked_at, "looked_at")


def both_say_the_same(application: Application) -> None:
    figures = SCALAR.figures(date(2017, 7, 29))
    values = FIND(application, figures)
    trace = Trace(SCALAR.plan, application, values, lambda: SCALAR.every_value(application, figures))
    assert REASONS(trace, values) == [EXPLAINER.reason(truth, trace) for truth in TRUTHS]


@given(applications())
def test_what_holds_is_spelled_out_as_the_explainer_would_say_it(application: Application) -> None:
    both_say_the_same(application)


@given(any_applications())
def test_what_fails_or_is_open_is_left_to_the_explainer(application: Application) -> None:
    both_say_the_same(application)
