"""Hypothesis strategies for a region that tests its own rules: every model, and whole applications.

They are dense where rules change their answer: amounts exactly at a limit and a cent to each side, days at a day to
each side, shares that are exact to the cent. Whatever they give is valid by construction, so nothing is thrown away.

A test of an own rule set:

```python
@given(applications_with_less_known())
def test_a_fact_more_never_reverses_a_finding(pair):
    full, less = pair
    ...
```
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from clusterpolicy.model import Application, GroupingForm, Participation
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.testing.changes import CHANGES, Change
from clusterpolicy.testing.eligible import PARTNERS_MOSTLY, eligible_applications, identifier
from clusterpolicy.testing.facts import nullable_paths, unknown_paths, value_at, with_facts, without_facts
from clusterpolicy.testing.models import (
    accounts,
    activity_costs,
    attestations,
    calls,
    clusters,
    declarations,
    eligible_costs,
    end_users,
    enterprises,
    joining_commitments,
    memberships,
    participations,
    planned_activities,
    projects,
    research_orders,
    research_organisations,
    sites,
)
from clusterpolicy.testing.owned import ownership_of
from clusterpolicy.testing.values import (
    activity_codes,
    amounts,
    days,
    headcounts,
    identifiers,
    instants,
    lei,
    leis,
    levels,
    months,
    nuts_codes,
    texts,
    vat_number,
    vat_numbers,
)

__all__ = [
    "PARTNERS_MOSTLY",
    "accounts",
    "activity_codes",
    "activity_costs",
    "amounts",
    "any_applications",
    "applications",
    "applications_with_less_known",
    "attestations",
    "calls",
    "changed",
    "clusters",
    "days",
    "declarations",
    "eligible_applications",
    "eligible_costs",
    "end_users",
    "enterprises",
    "headcounts",
    "identifiers",
    "instants",
    "joining_commitments",
    "lei",
    "leis",
    "levels",
    "memberships",
    "months",
    "nullable_paths",
    "nuts_codes",
    "participations",
    "plain_data",
    "planned_activities",
    "projects",
    "research_orders",
    "research_organisations",
    "sites",
    "texts",
    "unknown_paths",
    "value_at",
    "vat_number",
    "vat_numbers",
    "with_facts",
    "without_facts",
]


@st.composite
def applications(
    draw: DrawFn,
    *,
    known: bool = True,
    partners: SearchStrategy[int] = PARTNERS_MOSTLY,
    eligible: Callable[..., SearchStrategy[Application]] = eligible_applications,
    changes: Sequence[Change] = CHANGES,
) -> Application:
    """Applications for a call, Line A of Piedmont if no other is named, most of them near a limit of its rules.

    A good part is eligible; most others fail a few requirements, each by a cent, a day, or one fact; a few are random
    in every respect. With `known=True`, every fact that the call asks for is known. With `known=False`, facts are then
    forgotten: none, some anywhere, or all.

    Args:
        draw: Given by Hypothesis.
        known: Whether all facts are known.
        partners: How many enterprises take part.
        eligible: A strategy for applications that the call finds eligible; it takes `partners` too.
        changes: Single changes, each of which moves an application to a limit of the rules of the call.
    """
    times = draw(st.sampled_from((1, 2, 0, 3, 1, 5, -1)))
    if times < 0:
        return draw(any_applications(known=known))
    application = draw(eligible(partners=partners))
    application = draw(changed(application, times=times, changes=changes))
    return application if known else draw(_forgotten(application))


@st.composite
def changed(
    draw: DrawFn, application: Application, *, times: int = 1, changes: Sequence[Change] = CHANGES
) -> Application:
    """The application after so many changes, each of which moves it to a limit of a rule or just beyond."""
    if not times:
        return application
    data = plain_data(application)
    for change in draw(st.lists(st.sampled_from(changes), min_size=times, max_size=times)):
        change(draw, data)
    return Application.model_validate(data)


def plain_data(application: Application) -> dict[str, Any]:
    """The application as plain data with lists instead of tuples, so that entries can be added."""
    data: dict[str, Any] = _with_lists(application.model_dump())
    return data


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_lists(each) for name, each in value.items()}
    return [_with_lists(each) for each in value] if isinstance(value, tuple) else value


@st.composite
def applications_with_less_known(
    draw: DrawFn,
    *,
    partners: SearchStrategy[int] = PARTNERS_MOSTLY,
    eligible: Callable[..., SearchStrategy[Application]] = eligible_applications,
    changes: Sequence[Change] = CHANGES,
) -> tuple[Application, Application]:
    """An application, and the same with at least one fact less. For laws about unknown facts.

    The first may lack facts itself, so that laws are tried on every amount of knowledge.
    """
    known_at_first = draw(st.sampled_from((True, True, False)))
    full = draw(applications(known=known_at_first, partners=partners, eligible=eligible, changes=changes))
    known = sorted(set(nullable_paths(full)) - set(unknown_paths(full)))
    return full, without_facts(full, draw(st.sets(st.sampled_from(known), min_size=1, max_size=6)) if known else ())


@st.composite
def _forgotten(draw: DrawFn, application: Application) -> Application:
    paths = nullable_paths(application)
    some = st.sets(st.sampled_from(paths), min_size=1, max_size=12)
    return without_facts(application, draw(st.just(set()) | some | some | st.just(set(paths))))


@st.composite
def any_applications(draw: DrawFn, *, known: bool = True) -> Application:
    """Applications that are random in every respect, and hold together."""
    names = [identifier(index) for index in range(draw(st.sampled_from((1, 2, 3))))]
    seed = draw(st.integers(0, 9_000_000))
    partners = [
        _told_apart(draw(participations(known=known, id=st.just(name))), seed + index)
        for index, name in enumerate(names)
    ]
    buyers = st.sampled_from(names)
    lists: dict[str, SearchStrategy[list[Any]]] = {
        "research_orders": st.lists(research_orders(known=known, buyers=buyers), max_size=2),
        "end_users": st.lists(end_users(known=known, id=st.just("agency")), max_size=1),
    }
    return Application(
        id=draw(identifiers()),
        call="piedmont/line-a",
        submitted_at=draw(instants() if known else st.none() | instants()),
        grouping=draw(st.sampled_from(GroupingForm) if known else st.none() | st.sampled_from(GroupingForm)),
        coherent_with_agenda=draw(st.booleans() if known else st.none() | st.booleans()),
        project=draw(projects(known=known)),
        participations=tuple(partners),
        declarations=draw(declarations(known=known)),
        ownership=_graph(draw(st.none() | st.none() | ownership_of(names, known=known))),
        **{name: tuple(draw(each)) if known or draw(st.booleans()) else None for name, each in lists.items()},
    )


def _graph(data: dict[str, Any] | None) -> OwnershipGraph | None:
    return None if data is None else OwnershipGraph.model_validate(data)


def _told_apart(partner: Participation, seed: int) -> Participation:
    """The partner with registered numbers of its own, where it has any."""
    firm = partner.enterprise
    numbers = {
        "vat_number": None if firm.vat_number is None else vat_number(seed),
        "lei": None if firm.lei is None else lei(seed),
    }
    return partner.model_copy(update={"enterprise": firm.model_copy(update=numbers)})
