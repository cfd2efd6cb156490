"""The requirement that an application holds what the Regulation asks of it, for the rules of any call.

Source: Regulation (EU) No 651/2014, Art. 6(2)(a) to (e).
"""

from __future__ import annotations

from clusterpolicy.language import Formula, Requirement, Stage
from clusterpolicy.rules.eu.incentive_effect import holds_minimum_content
from clusterpolicy.rules.eu.sources import SOURCES


def minimum_content(
    *, undertaking: Formula, description: Formula, location: Formula, costs: Formula, aid: Formula
) -> Requirement:
    """That the application holds everything it must, or the aid has no incentive effect.

    A fact that is not known leaves it open. Each argument is a truth about the whole application:

    Args:
        undertaking: It states the name and the size of every undertaking.
        description: It describes the project, with its start and its end.
        location: It states where the project is carried out.
        costs: It lists the costs.
        aid: It states the type of aid and the amount of public funding needed.
    """
    return Requirement(
        code="application-holds-minimum-content",
        asks="Does the application name the undertakings, the project, its place, its costs and the aid?",
        holds_if=holds_minimum_content(
            undertaking=undertaking, description=description, location=location, costs=costs, aid=aid
        ),
        source=SOURCES.GBER_INCENTIVE.at("Art. 6(2)"),
        stage=Stage.ELIGIBILITY,
    )
