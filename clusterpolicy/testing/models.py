"""Strategies for every model of the domain, valid by construction.

With `known=True` every fact is known. With `known=False` any fact that may be unknown is unknown now and then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from clusterpolicy.model import (
    Accounts,
    Activity,
    ActivityCosts,
    Call,
    Cluster,
    ClusterMembership,
    Declarations,
    EligibleCosts,
    EndUser,
    EndUserKind,
    Enterprise,
    JoiningCommitment,
    LegalForm,
    ManagerAttestation,
    Participation,
    PlannedActivity,
    Project,
    ProviderKind,
    ResearchOrder,
    ResearchOrganisation,
    Site,
    Size,
)
from clusterpolicy.model.enterprise import ADVERSE_FACTS
from clusterpolicy.testing import values as v
from clusterpolicy.units import LATEST_DAY

_T = TypeVar("_T")

CLUSTERS = ("AGRIFOOD", "BIOPMED", "CGREEN", "CLEVER", "ICT", "MESAP", "POINTEX", "ANOTHER")
"""The clusters of Piedmont in 2016, and one that is none."""

S3_AREAS = ("aerospace", "automotive", "green chemistry", "mechatronics", "made in", "health and wellbeing", "tourism")
"""The areas of Piedmont's strategy for smart specialisation 2014-2020, and one that is none."""

THEMES = ("mechatronics", "advanced production systems", "food safety", "new materials", "water", "astrology")
"""Themes of the agendas of the clusters, and one that is none."""


def _fact(strategy: SearchStrategy[_T], known: bool) -> SearchStrategy[_T | None]:
    return strategy if known else st.none() | strategy


def _truth(known: bool) -> SearchStrategy[bool | None]:
    return _fact(st.booleans(), known)


def _several(strategy: SearchStrategy[_T], known: bool, most: int = 2) -> SearchStrategy[tuple[_T, ...] | None]:
    return _fact(st.lists(strategy, max_size=most).map(tuple), known)


def accounts(
    *,
    known: bool = True,
    closes_on: SearchStrategy[date] | None = None,
    amounts: Sequence[Decimal] = v.SIZE_AMOUNTS,
    headcounts: Sequence[Decimal] = v.HEADCOUNTS,
) -> SearchStrategy[Accounts]:
    """Accounts whose figures are dense at the limits of the size classes."""
    return st.builds(
        Accounts,
        closes_on=v.days() if closes_on is None else closes_on,
        approved=_truth(known),
        headcount=_fact(v.headcounts(headcounts), known),
        turnover=_fact(v.amounts(amounts), known),
        balance_sheet_total=_fact(v.amounts(amounts), known),
        **{name: _fact(v.cents(0, 10_000_000_00), known) for name in _OWN_FUNDS},
        **{name: _fact(v.cents(-10_000_000_00, 10_000_000_00), known) for name in ("equity", "ebitda")},
    )


_OWN_FUNDS = (
    "subscribed_capital",
    "other_own_funds",
    "accumulated_losses",
    "capital_in_accounts",
    "book_debt",
    "interest",
)


def sites(*, known: bool = True) -> SearchStrategy[Site]:
    """Sites in Piedmont and elsewhere."""
    return st.builds(
        Site,
        nuts=_fact(v.nuts_codes(), known),
        municipality=_fact(v.texts(), known),
        active_and_productive=_truth(known),
    )


@st.composite
def memberships(draw: DrawFn, *, known: bool = True, limits: Sequence[date] = v.DAYS) -> ClusterMembership:
    """Memberships of clusters: present, ended, and, unless all is to be `known`, of unknown length."""
    joined_on = draw(_fact(v.days(limits), known))
    has_left = draw(_truth(known))
    left_on = None
    if has_left is not False:
        left_on = draw(_fact(v.days(limits), known))
        if left_on is not None and joined_on is not None and left_on < joined_on:
            joined_on, left_on = left_on, joined_on
    return ClusterMembership(
        cluster=draw(st.sampled_from(CLUSTERS)), joined_on=joined_on, left_on=left_on, has_left=has_left
    )


@st.composite
def enterprises(draw: DrawFn, *, known: bool = True, limits: Sequence[date] = v.DAYS) -> Enterprise:
    """Enterprises of any kind. Nothing in them contradicts anything else."""
    constituted_on = draw(_fact(v.days(limits), known))
    earliest = constituted_on or min(limits)
    later = st.integers(0, 3).map(lambda step: min(earliest + timedelta(days=step), LATEST_DAY))
    closings = draw(st.lists(st.integers(0, 5), unique=True, max_size=3))
    periods = [
        draw(accounts(known=known, closes_on=st.just(earliest + timedelta(days=step * 365)))) for step in closings
    ]
    truths = {name: draw(_truth(known)) for name in _DECLARED}
    return Enterprise(
        name=draw(v.texts()),
        vat_number=draw(_fact(v.vat_numbers(), known)),
        lei=draw(_fact(v.leis(), known)),
        legal_form=draw(_fact(st.sampled_from(LegalForm), known)),
        constituted_on=constituted_on,
        registered_on=draw(_fact(later, known)) if constituted_on is not None else draw(_fact(v.days(limits), known)),
        main_activity=draw(_fact(v.activity_codes(), known)),
        other_activities=draw(_several(v.activity_codes(), known)),
        sites=draw(_several(sites(known=known), known)),
        memberships=draw(_several(memberships(known=known, limits=limits), known)),
        accounts=draw(_fact(st.just(tuple(periods)), known)),
        declared_size=draw(st.none() | st.sampled_from(Size)),
        **truths,
    )


_DECLARED = (
    "autonomous",
    "innovative_sme",
    "legality_rating",
    "registered_farm",
    *ADVERSE_FACTS,
)


def research_organisations(*, known: bool = True) -> SearchStrategy[ResearchOrganisation]:
    """Providers of research."""
    return st.builds(
        ResearchOrganisation,
        name=v.texts(),
        kind=_fact(st.sampled_from(ProviderKind), known),
        vat_number=_fact(v.vat_numbers(), known),
        lei=_fact(v.leis(), known),
        public=_truth(known),
        research_is_primary_goal=_truth(known),
    )


def clusters() -> SearchStrategy[Cluster]:
    """Innovation clusters."""
    themes = st.lists(v.texts(), max_size=3).map(tuple)
    text = v.texts()
    return st.builds(Cluster, code=v.identifiers(), name=text, area=text, manager=text, themes=themes)


def activity_costs(*, known: bool = True, limits: Sequence[Decimal] = v.MINIMUM_COSTS) -> SearchStrategy[ActivityCosts]:
    """Costs of one activity. Most categories are left out, as in life; with `known=False` some are `None`."""
    amount = _fact(v.amounts(limits), known)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(ActivityCosts.model_fields, amount)).map(
        ActivityCosts.model_validate
    )


def eligible_costs(*, known: bool = True, limits: Sequence[Decimal] = v.MINIMUM_COSTS) -> SearchStrategy[EligibleCosts]:
    """Costs of one beneficiary, mostly of industrial research and experimental development."""
    none, some = st.just(ActivityCosts()), activity_costs(known=known, limits=limits)
    return st.builds(
        EligibleCosts,
        fundamental_research=none,
        industrial_research=some,
        experimental_development=some,
        feasibility_study=none,
    ) | st.builds(EligibleCosts, fundamental_research=some, feasibility_study=some)


def planned_activities(*, known: bool = True) -> SearchStrategy[PlannedActivity]:
    """Parts of the work of a project."""
    return st.builds(PlannedActivity, title=v.texts(), activity=_fact(st.sampled_from(Activity), known))


def projects(*, known: bool = True, limits: Sequence[date] = v.DAYS) -> SearchStrategy[Project]:
    """Projects, dense at the limits of maturity and duration. A level may be lower at the end than at the start."""
    return st.builds(
        Project,
        title=v.texts(),
        activities=_several(planned_activities(known=known), known),
        trl_at_start=_fact(v.levels(), known),
        trl_at_end=_fact(v.levels(), known),
        includes_production=_truth(known),
        s3_area=_fact(st.sampled_from(S3_AREAS), known),
        s3_trajectory=_fact(st.sampled_from(("smart", "resource efficiency")), known),
        cluster=_fact(st.sampled_from(CLUSTERS), known),
        agenda_theme=_fact(st.sampled_from(THEMES), known),
        months=_fact(v.months(), known),
        works_start_on=_fact(v.days(limits), known),
    )


def participations(
    *, known: bool = True, id: SearchStrategy[str] | None = None, enterprise: SearchStrategy[Enterprise] | None = None
) -> SearchStrategy[Participation]:
    """Enterprises as partners of a project."""
    return st.builds(
        Participation,
        id=v.identifiers() if id is None else id,
        enterprise=enterprises(known=known) if enterprise is None else enterprise,
        costs=_fact(eligible_costs(known=known), known),
        place_of_work=_fact(v.nuts_codes(), known),
        independent_of_partners=_truth(known),
        activity_code_admitted=_truth(known),
        attestations=_several(attestations(known=known), known),
        commits_to_join=_several(joining_commitments(known=known), known),
    )


def research_orders(
    *, known: bool = True, buyers: SearchStrategy[str] | None = None, limits: Sequence[Decimal] = v.MINIMUM_COSTS
) -> SearchStrategy[ResearchOrder]:
    """Contracts for research. Inside an application `buyers` must be the identifiers of its participations."""
    return st.builds(
        ResearchOrder,
        provider=research_organisations(known=known),
        buyer=v.identifiers() if buyers is None else buyers,
        amount=_fact(v.amounts(limits), known),
        provider_independent=_truth(known),
    )


def end_users(*, known: bool = True, id: SearchStrategy[str] | None = None) -> SearchStrategy[EndUser]:
    """Bodies that take part as users of the results."""
    return st.builds(
        EndUser,
        id=v.identifiers() if id is None else id,
        name=v.texts(),
        kind=_fact(st.sampled_from(EndUserKind), known),
        costs=_fact(eligible_costs(known=known), known),
    )


def attestations(*, known: bool = True) -> SearchStrategy[ManagerAttestation]:
    """Attestations of cluster managers about an enterprise."""
    return st.builds(
        ManagerAttestation,
        cluster=st.sampled_from(CLUSTERS),
        coherent_with_agenda=_truth(known),
        fit_to_join=_truth(known),
        issued_on=_fact(v.days(), known),
    )


def joining_commitments(*, known: bool = True) -> SearchStrategy[JoiningCommitment]:
    """Commitments to join a cluster. Nothing in them may be unknown."""
    return st.builds(JoiningCommitment, cluster=st.sampled_from(CLUSTERS))


def declarations(*, known: bool = True) -> SearchStrategy[Declarations]:
    """Declarations of the applicants."""
    return st.builds(
        Declarations,
        works_not_started_before_submission=_truth(known),
        effective_collaboration=_truth(known),
    )


@st.composite
def calls(draw: DrawFn, *, known: bool = True) -> Call:
    """Calls for applications. None closes before it opens."""
    opens_at, closes_at = draw(_fact(v.instants(), known)), draw(_fact(v.instants(), known))
    if opens_at is not None and closes_at is not None and closes_at < opens_at:
        opens_at, closes_at = closes_at, opens_at
    return Call(
        name=draw(v.identifiers()),
        title=draw(v.texts()),
        region=draw(v.texts()),
        authority=draw(v.texts()),
        acts=tuple(draw(st.lists(v.texts(), max_size=3))),
        opens_at=opens_at,
        closes_at=closes_at,
        endowment=draw(_fact(v.amounts(), known)),
    )
