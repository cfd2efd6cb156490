"""Costs as the committee cuts them: a cut takes away, and never adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from pydantic import ValidationError

from clusterpolicy.calls.events import Cut
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model import ActivityCosts, Application, EligibleCosts, EndUser, Participation
from clusterpolicy.reading import problems_of

Member = TypeVar("Member", Participation, EndUser)


def cut_application(application: Application, cut: Cut) -> Application:
    """The application with its costs as cut.

    Raises: InputError with every fault of the cut: a partner that is not there, a cost that rises, or that is known no
    longer, research orders of nobody, nothing that is cut at all.

    >>> before = Application(
    ...     id="B-017",
    ...     call="piedmont/line-b",
    ...     project={"title": "Lighter gears"},
    ...     participations=[
    ...         {"id": "alfa", "enterprise": {"name": "Alfa"}, "costs": {"industrial_research": {"travel": "900"}}}
    ...     ],
    ... )
    >>> after = cut_application(before, Cut("B-017", {"alfa": EligibleCosts(industrial_research={"travel": "400"})}))
    >>> after.participations[0].costs.industrial_research.travel
    Decimal('400.00')
    """
    place = f"cut of {application.id}"
    members = {each.id: each.costs for each in application.participations}
    users = {each.id: each.costs for each in application.end_users or ()}
    problems = [
        *_faults(f"{place}: costs", cut.costs, members),
        *_faults(f"{place}: end_users", cut.end_users, users),
    ]
    if not (cut.costs or cut.end_users or cut.research_orders is not None):
        problems.append(Problem("input-invalid", place, "nothing is cut", "name the costs as they are after the cut"))
    if problems:
        raise InputError(problems)
    changed = dict(application.__dict__)
    changed["participations"] = tuple(_with_costs(each, cut.costs) for each in application.participations)
    if application.end_users is not None:
        changed["end_users"] = tuple(_with_costs(each, cut.end_users) for each in application.end_users)
    if cut.research_orders is not None:
        changed["research_orders"] = tuple(cut.research_orders)
    try:
        return Application.model_validate(changed)
    except ValidationError as error:
        found = problems_of(error)
    raise InputError(Problem(each.code, f"{place}: {each.place}", each.message, each.mend) for each in found)


def _with_costs(member: Member, costs: Mapping[str, EligibleCosts]) -> Member:
    return member.model_copy(update={"costs": costs[member.id]}) if member.id in costs else member


def _faults(
    place: str, cut: Mapping[str, EligibleCosts], before: Mapping[str, EligibleCosts | None]
) -> Iterator[Problem]:
    for who, costs in cut.items():
        if who in before:
            yield from _rises(f'{place}["{who}"]', before[who], costs)
        else:
            said = f"nobody in the application has the identifier `{who}`"
            yield Problem("reference-unknown", place, said, nearest(who, list(before)))


def _rises(place: str, before: EligibleCosts | None, after: EligibleCosts) -> Iterator[Problem]:
    """Every cost that is higher after the cut, or not known any more. What was not known before may be found out."""
    for activity, category, left in _lines(after):
        held = None if before is None else getattr(getattr(before, activity), category)
        where = f"{place}.{activity}.{category}"
        if left is None and held is not None:
            yield Problem("input-invalid", where, "nobody knows what is left after the cut", "write the amount left")
        elif left is not None and held is not None and left > held:
            said = f"the cost rises from {held} to {left} euro"
            yield Problem("input-invalid", where, said, "write no more than it was; a cut takes away")


def _lines(costs: EligibleCosts) -> Iterable[tuple[str, str, Decimal | None]]:
    for activity in EligibleCosts.model_fields:
        of_activity = getattr(costs, activity)
        for category in ActivityCosts.model_fields:
            yield activity, category, getattr(of_activity, category)
