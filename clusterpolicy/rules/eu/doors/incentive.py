"""Does aid make something happen that would not have happened? Art. 6."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Inquiry, Quantity, Value, all_of, facts_of
from clusterpolicy.model.aid import AidApplication, Commitment
from clusterpolicy.rules.eu import incentive_effect
from clusterpolicy.rules.eu.doors.facts import facts_read
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

application, step = facts_of(AidApplication), facts_of(Commitment)

WORKS_NOT_STARTED = Quantity(
    name="works_not_started",
    label="works start after the application",
    formula=incentive_effect.works_start_after_application(
        kind=step.kind,
        made_on=step.made_on,
        after_application=step.after_application,
        submitted_on=application.submitted_on,
    ),
    source=(SOURCES.GBER_INCENTIVE, *incentive_effect.SOURCE),
)

MINIMUM_CONTENT = Quantity(
    name="minimum_content",
    label="the application holds all it must",
    formula=incentive_effect.holds_minimum_content(
        undertaking=application.names_undertaking_and_size,
        description=application.describes_project_with_dates,
        location=application.states_location,
        costs=application.lists_costs,
        aid=application.states_aid,
    ),
    source=SOURCES.GBER_INCENTIVE.at("Art. 6(2)"),
)

EFFECT_SHOWN = Quantity(
    name="effect_shown",
    label="the effect of ad hoc aid to a large enterprise is shown",
    formula=incentive_effect.effect_is_shown(
        ad_hoc=application.ad_hoc, size=application.size, documented=application.effect_documented
    ),
    source=SOURCES.GBER_INCENTIVE.at("Art. 6(3)"),
)

INCENTIVE = Inquiry(
    name="eu/incentive-effect",
    version="1.0.0",
    title="Incentive effect",
    root=AidApplication,
    parameters=(incentive_effect.limits,),
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_INCENTIVE,
    in_force_from=date(2014, 7, 1),
    answers={
        "incentive_effect": Quantity(
            name="incentive_effect",
            label="the aid has an incentive effect",
            formula=all_of(WORKS_NOT_STARTED, MINIMUM_CONTENT, EFFECT_SHOWN),
            source=SOURCES.GBER_INCENTIVE,
        )
    },
)
"""The question of Art. 6."""


def has_incentive_effect(
    application: AidApplication,
    *,
    on: date,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """Whether aid has an incentive effect. If not, the whole project loses the exemption.

    Args:
        application: The application, with all steps made towards the project.
        on: The day of granting.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name: another reading where the law leaves room.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> order = Commitment(kind="order_of_equipment", made_on="2016-12-09")
    >>> late = AidApplication(submitted_on="2016-12-10", commitments=(order,))
    >>> has_incentive_effect(late, on=date(2017, 7, 29)).value
    False
    """
    known_as = {"": "application"}
    facts = facts_read(
        AidApplication, application, day=on, switch=scheme_not_adapted, changes=changes, arguments=known_as
    )
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(INCENTIVE, "incentive_effect", facts, on=day, changes=changes)
