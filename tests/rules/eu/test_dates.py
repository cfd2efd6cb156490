"""The common law is known from the day the Regulation entered into force to the day it lapses, and on no other day."""

from datetime import date

import pytest

from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.language import Parameter
from clusterpolicy.rules.eu import annex_i, innovation, intensity

CHANGED = {"eu/innovation/advice_in_full", "eu/innovation/investment_aid_to_owner"}
FIGURES = [each for each in (*annex_i.ceilings, *intensity.limits, *innovation.limits) if each.name not in CHANGED]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("day", [date(2014, 7, 1), date(2023, 7, 1), date(2026, 12, 31)])
def test_a_figure_is_known_from_the_first_day_of_the_regulation_to_its_last(figure: Parameter, day: date) -> None:
    assert figure.on(day) == figure.on(date(2017, 7, 29))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_a_figure_is_not_known_before_and_after(figure: Parameter, day: date) -> None:
    with pytest.raises(NoLawThatDay):
        figure.on(day)
