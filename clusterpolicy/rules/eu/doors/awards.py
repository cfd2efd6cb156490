"""Must an award be notified before, or published after it is granted? Art. 4 and 9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Inquiry, Quantity, Value, facts_of
from clusterpolicy.model.aid import Award, PublicationKind
from clusterpolicy.model.aid_kind import AidKind
from clusterpolicy.model.costs import NOTHING
from clusterpolicy.rules.eu import notification, publication
from clusterpolicy.rules.eu.doors.facts import day_or_some, facts_read
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

award = facts_of(Award)

THRESHOLD_BY_ACTIVITY = Quantity(
    name="threshold_by_activity",
    label="threshold by the predominant activity",
    formula=notification.threshold_by_activity(
        fundamental_research=award.fundamental_research,
        industrial_research=award.industrial_research,
        experimental_development=award.experimental_development,
    ),
    source=notification.SOURCE,
)

NOTIFICATION_THRESHOLD = Quantity(
    name="notification_threshold",
    label="notification threshold",
    formula=notification.threshold(
        award.kind,
        notification.research_threshold(
            by_activity=THRESHOLD_BY_ACTIVITY,
            eureka=award.eureka_or_joint_undertaking,
            repayable_advance=award.repayable_advance,
        ),
    ),
    source=notification.SOURCE,
)

NOTIFICATION = Inquiry(
    name="eu/notification",
    version="1.0.0",
    title="Aid that must be notified",
    root=Award,
    parameters=(notification.limits,),
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_NOTIFICATION,
    in_force_from=date(2014, 7, 1),
    answers={
        "threshold": NOTIFICATION_THRESHOLD,
        "must_be_notified": Quantity(
            name="must_be_notified",
            label="the aid must be notified",
            formula=notification.must_be_notified(aid=award.amount, threshold=NOTIFICATION_THRESHOLD),
            source=notification.SOURCE,
        ),
    },
)
"""The questions of Art. 4."""

PUBLICATION_THRESHOLD = Quantity(
    name="publication_threshold",
    label="amount above which an award is published",
    formula=publication.threshold(granted_on=award.granted_on, kind=award.publication_kind),
    source=publication.SOURCE,
)

PUBLICATION = Inquiry(
    name="eu/publication",
    version="1.0.0",
    title="Awards that must be published",
    root=Award,
    parameters=(publication.limits,),
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_PUBLICATION,
    in_force_from=date(2014, 7, 1),
    answers={
        "threshold": PUBLICATION_THRESHOLD,
        "must_be_published": Quantity(
            name="must_be_published",
            label="the award must be published",
            formula=publication.must_be_published(award=award.amount, threshold=PUBLICATION_THRESHOLD),
            source=publication.SOURCE,
        ),
    },
)
"""The questions of Art. 9."""


def notification_threshold(
    kind: AidKind | str = AidKind.RESEARCH_PROJECT,
    *,
    on: date,
    fundamental_research: Decimal | str | None = NOTHING,
    industrial_research: Decimal | str | None = NOTHING,
    experimental_development: Decimal | str | None = NOTHING,
    eureka: bool | None = False,
    repayable_advance: bool | None = False,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The amount that aid to one undertaking for one project must not exceed without notification, in euro.

    Args:
        kind: What the aid is for.
        on: The day of granting.
        fundamental_research: The eligible costs of fundamental research in the whole project. The costs by activity,
            feasibility studies left out, decide which activity is predominant.
        industrial_research: Those of industrial research.
        experimental_development: Those of experimental development.
        eureka: Whether it is a Eureka project, or carried out by a joint undertaking.
        repayable_advance: Whether it is a repayable advance without an accepted method for its aid content.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> notification_threshold(
    ...     on=date(2017, 7, 29),
    ...     fundamental_research="2000000", industrial_research="4000000", experimental_development="5000000",
    ... ).value
    Decimal('20000000')
    """
    facts = facts_read(
        Award,
        {
            "granted_on": day_or_some(on),
            "kind": kind,
            "fundamental_research": fundamental_research,
            "industrial_research": industrial_research,
            "experimental_development": experimental_development,
            "eureka_or_joint_undertaking": eureka,
            "repayable_advance": repayable_advance,
        },
        day=on,
        switch=scheme_not_adapted,
        changes=changes,
        arguments={"eureka_or_joint_undertaking": "eureka"},
    )
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(NOTIFICATION, "threshold", facts, on=day, changes=changes)


def must_notify(
    award: Award, *, scheme_not_adapted: bool = False, changes: Mapping[str, Value] | None = None
) -> Answer:
    """Whether aid exceeds its notification threshold. Exactly the threshold does not.

    The arguments are those of `notification_threshold`, together in one `Award` with the amount of the aid. Art. 4(2):
    what is one project may not be split into several to stay below.

    >>> must_notify(Award(granted_on="2017-07-29", amount="7500000.01", kind="feasibility_study")).value
    True
    """
    facts = facts_read(Award, award, switch=scheme_not_adapted, changes=changes, arguments={"": "award"})
    day = day_of_law(facts.granted_on, scheme_not_adapted=scheme_not_adapted)
    return ask(NOTIFICATION, "must_be_notified", facts, on=day, changes=changes)


def must_publish(
    amount: Decimal | str | None,
    *,
    on: date,
    kind: PublicationKind | str = PublicationKind.GENERAL,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """Whether a single award must be published.

    The lower threshold of 2023 holds from the day of the parameter `eu/publication/lower_threshold_from`.

    Args:
        amount: The award in euro, `None` where it is not known.
        on: The day of granting.
        kind: Whether a special threshold applies.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> must_publish("100000.00", on=date(2024, 2, 1)).value, must_publish("100000.01", on=date(2024, 2, 1)).value
    (False, True)
    """
    asked = {"granted_on": day_or_some(on), "amount": amount, "publication_kind": kind}
    known_as = {"publication_kind": "kind"}
    facts = facts_read(Award, asked, day=on, switch=scheme_not_adapted, changes=changes, arguments=known_as)
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    # the day on which the lower threshold begins belongs to the text that has it
    of_that_law = facts.model_copy(update={"granted_on": day})
    return ask(PUBLICATION, "must_be_published", of_that_law, on=day, changes=changes)
