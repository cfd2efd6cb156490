"""Single changes that move an application to a limit of a rule, or a cent or a day beyond it.

Each change takes an application as plain data and alters it in place. The result is a valid application again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy.dates import years_after
from clusterpolicy.model import Activity, EndUserKind, GroupingForm, LegalForm, ProviderKind, Size
from clusterpolicy.model.enterprise import Enterprise
from clusterpolicy.testing import values as v
from clusterpolicy.testing.eligible import identifier
from clusterpolicy.testing.models import CLUSTERS, S3_AREAS, THEMES
from clusterpolicy.testing.owned import joined_by, ownership_of
from clusterpolicy.units import CENT, LARGEST_AMOUNT

Data = dict[str, Any]
Change = Callable[[DrawFn, Data], None]

_STEPS = st.sampled_from((Decimal("0.00"), -CENT, CENT))
_DAYS = st.sampled_from((0, -1, 1))


def _partner(draw: DrawFn, data: Data) -> Data:
    partner: Data = draw(st.sampled_from(data["participations"]))
    return partner


# ── The project and the application ──────────────────────────────────────────────────────────────────────────────────


def duration(draw: DrawFn, data: Data) -> None:
    """A month more or less than Line A allows."""
    data["project"]["months"] = draw(v.months())


def maturity(draw: DrawFn, data: Data) -> None:
    """Other technology readiness levels."""
    data["project"][draw(st.sampled_from(("trl_at_start", "trl_at_end")))] = draw(v.levels())


def project_content(draw: DrawFn, data: Data) -> None:
    """Another area, theme, cluster or kind of work, or a production phase."""
    project = data["project"]
    options = {
        "s3_area": st.sampled_from(S3_AREAS),
        "cluster": st.sampled_from(CLUSTERS),
        "agenda_theme": st.sampled_from(THEMES),
        "includes_production": st.booleans(),
        "activities": st.sampled_from(Activity).map(lambda kind: [{"title": "More work", "activity": kind}]),
    }
    name = draw(st.sampled_from(sorted(options)))
    project[name] = draw(options[name])


def start_of_works(draw: DrawFn, data: Data) -> None:
    """Works that start on the day of submission, or a day to each side."""
    if data["submitted_at"] is not None:
        data["project"]["works_start_on"] = data["submitted_at"].date() + timedelta(days=draw(_DAYS))


def submission(draw: DrawFn, data: Data) -> None:
    """A submission at the beginning or the end of the window, or a second to each side."""
    data["submitted_at"] = draw(v.instants())


def form(draw: DrawFn, data: Data) -> None:
    """Another form of grouping, or another declaration."""
    name = draw(st.sampled_from(("grouping", "coherent_with_agenda", *sorted(data["declarations"]))))
    if name == "grouping":
        data["grouping"] = draw(st.sampled_from(GroupingForm))
    elif name == "coherent_with_agenda":
        data["coherent_with_agenda"] = draw(st.booleans())
    else:
        data["declarations"][name] = draw(st.booleans())


# ── The enterprises ──────────────────────────────────────────────────────────────────────────────────────────────────


def age(draw: DrawFn, data: Data) -> None:
    """An enterprise that was two years old on the day of submission, or a day to each side of it."""
    firm = _partner(draw, data)["enterprise"]
    if data["submitted_at"] is None:
        return
    earliest = [entry["closes_on"] for entry in firm["accounts"] or ()]
    wanted = years_after(data["submitted_at"].date(), -2) + timedelta(days=draw(_DAYS))
    firm["constituted_on"] = min([wanted, *earliest])
    if firm["registered_on"] is not None:
        firm["registered_on"] = max(firm["registered_on"], firm["constituted_on"])


def membership(draw: DrawFn, data: Data) -> None:
    """A membership that begins or ends at the day that counts, or a day to each side; or none at all."""
    firm = _partner(draw, data)["enterprise"]
    day = v.MEMBERSHIP_DAY + timedelta(days=draw(_DAYS))
    cluster = draw(st.sampled_from(("MESAP", "MESAP", "ANOTHER")))
    joined = {"cluster": cluster, "joined_on": day, "has_left": False}
    left = {"cluster": cluster, "joined_on": date(2015, 3, 2), "left_on": day, "has_left": True}
    firm["memberships"] = draw(st.sampled_from(([], [joined], [left], [left, joined])))


def size(draw: DrawFn, data: Data) -> None:
    """Figures at the limits of the size classes, accounts not approved, or an enterprise that is not autonomous."""
    firm = _partner(draw, data)["enterprise"]
    figures = {
        "headcount": v.headcounts(),
        "turnover": v.amounts(v.SIZE_AMOUNTS),
        "balance_sheet_total": v.amounts(v.SIZE_AMOUNTS),
        "approved": st.booleans(),
    }
    if firm["accounts"] and draw(st.integers(0, 4)):
        name = draw(st.sampled_from(sorted(figures)))
        draw(st.sampled_from(firm["accounts"]))[name] = draw(figures[name])
    else:
        firm["autonomous"] = draw(st.booleans())


def newer_accounts(draw: DrawFn, data: Data) -> None:
    """One more set of accounts, closed later than all others."""
    firm = _partner(draw, data)["enterprise"]
    days = [entry["closes_on"] for entry in firm["accounts"] or ()]
    days += [day for day in (firm["constituted_on"], firm["registered_on"]) if day is not None]
    entry = {
        "closes_on": max(days, default=date(2015, 12, 31)) + timedelta(days=draw(st.sampled_from((275, 1, 366)))),
        "approved": draw(st.booleans()),
        "headcount": draw(v.headcounts()),
        "turnover": draw(v.amounts(v.SIZE_AMOUNTS)),
        "balance_sheet_total": draw(v.amounts(v.SIZE_AMOUNTS)),
    }
    firm["accounts"] = [*(firm["accounts"] or ()), entry]


def difficulty(draw: DrawFn, data: Data) -> None:
    """Losses of exactly half the capital, debt and earnings at their ratios, or a cent to each side."""
    firm = _partner(draw, data)["enterprise"]
    for entry in firm["accounts"] or ():
        capital, funds, equity = (draw(st.sampled_from(_ROUND)) for _ in range(3))
        entry["subscribed_capital"] = entry["capital_in_accounts"] = capital
        entry["other_own_funds"] = funds
        entry["accumulated_losses"] = _fitting(capital / 2 + draw(st.sampled_from((Decimal(0), funds))) + draw(_STEPS))
        entry["equity"] = equity + draw(_STEPS)
        entry["book_debt"] = _fitting(equity * 15 / 2 + draw(_STEPS))
        entry["interest"] = draw(st.sampled_from(_ROUND))
        entry["ebitda"] = entry["interest"] + draw(_STEPS)


_ROUND = (Decimal("0.00"), Decimal("10000.00"), Decimal("250000.00"))


def declaration(draw: DrawFn, data: Data) -> None:
    """Another size declared, or none."""
    _partner(draw, data)["enterprise"]["declared_size"] = draw(st.sampled_from((None, *Size)))


def ownership(draw: DrawFn, data: Data) -> None:
    """Another ownership graph, or none."""
    partners = [partner["id"] for partner in data["participations"]]
    data["ownership"] = draw(st.one_of(st.none(), ownership_of(partners), ownership_of(partners)))


def standing(draw: DrawFn, data: Data) -> None:
    """Another legal form or activity, insolvency, an unpaid order, and the like."""
    firm = _partner(draw, data)["enterprise"]
    truths = sorted(
        name for name in Enterprise.model_fields if name.startswith(("in_", "has_", "registered_farm", "innovative"))
    )
    name = draw(st.sampled_from((*truths, "main_activity", "legal_form")))
    if name == "main_activity":
        firm[name] = draw(v.activity_codes())
    elif name == "legal_form":
        firm[name] = draw(st.sampled_from(LegalForm))
    else:
        firm[name] = draw(st.booleans())


def place(draw: DrawFn, data: Data) -> None:
    """Another place of work, or other sites."""
    partner = _partner(draw, data)
    if draw(st.booleans()):
        partner["place_of_work"] = draw(v.nuts_codes())
        return
    nuts, active = draw(v.nuts_codes()), draw(st.booleans())
    site = {"nuts": nuts, "municipality": "Torino", "active_and_productive": active}
    partner["enterprise"]["sites"] = draw(st.sampled_from(([], [site])))


def looked_up(draw: DrawFn, data: Data) -> None:
    """Another answer to what the authority must look up about a partner."""
    name = draw(st.sampled_from(("independent_of_partners", "activity_code_admitted")))
    _partner(draw, data)[name] = draw(st.booleans())


# ── The partnership ──────────────────────────────────────────────────────────────────────────────────────────────────


def partner_joins(draw: DrawFn, data: Data) -> None:
    """Another partner like the last one, without costs. Eleven in all are one too many for Line A."""
    partners = data["participations"]
    wanted = draw(st.sampled_from((len(partners) + 1, 11, 10)))
    for index in range(len(partners), wanted):
        another = copy.deepcopy(partners[-1]) | {"id": _new_id(partners), "costs": {}}
        another["enterprise"] |= {"vat_number": v.vat_number(500_000 + index), "lei": None}
        partners.append(another)
        if data["ownership"] is not None:
            joined_by(data["ownership"], another["id"])


def _new_id(partners: Iterable[Data]) -> str:
    met = {partner["id"] for partner in partners}
    return next(identifier(index) for index in range(len(met) + 1) if identifier(index) not in met)


def partner_leaves(draw: DrawFn, data: Data) -> None:
    """The last partner leaves; its work and its orders pass to the first."""
    partners = data["participations"]
    if len(partners) == 1:
        return
    leaving = partners.pop()
    gone = leaving["id"]
    for activity in _COUNTED:
        _raise(partners[0], activity, _cost([leaving], (activity,)))
    for order in data["research_orders"] or ():
        order["buyer"] = partners[0]["id"] if order["buyer"] == gone else order["buyer"]


# ── The costs ────────────────────────────────────────────────────────────────────────────────────────────────────────

_COUNTED = ("industrial_research", "experimental_development")


def _cost(entries: Iterable[Data], activities: Iterable[str] = _COUNTED) -> Decimal:
    """What the entries cost in the activities. An amount that is not known counts as nothing here."""
    activities = tuple(activities)
    lines = ((entry["costs"] or {}).get(activity) or {} for entry in entries for activity in activities)
    return sum((amount or Decimal(0) for line in lines for amount in line.values()), Decimal("0.00"))


def _all(data: Data) -> list[Data]:
    return [*data["participations"], *(data["end_users"] or ())]


def _raise(entry: Data, activity: str, by: Decimal) -> None:
    """Make the materials of one activity dearer, or cheaper."""
    if entry["costs"] is None:
        entry["costs"] = {}
    line = entry["costs"].setdefault(activity, {})
    line["materials"] = _fitting((line.get("materials") or Decimal("0.00")) + by)


def _set_cost(entry: Data, cost: Decimal, category: str) -> None:
    entry["costs"] = {"industrial_research": {category: _fitting(cost)}}


def _fitting(amount: Decimal) -> Decimal:
    return min(max(amount, Decimal("0.00")), LARGEST_AMOUNT)


def total_cost(draw: DrawFn, data: Data) -> None:
    """A project that costs exactly the least that is asked for, or a cent to each side."""
    wanted = draw(st.sampled_from(v.MINIMUM_COSTS)) + draw(_STEPS)
    missing = wanted - _cost(_all(data))
    if missing >= 0:
        _raise(data["participations"][0], "industrial_research", missing)
        return
    for entry in _all(data):
        _set_cost(entry, Decimal("0.00"), "personnel")
    _set_cost(data["participations"][0], wanted, "personnel")


def prevalence(draw: DrawFn, data: Data) -> None:
    """Industrial research that costs exactly as much as experimental development, or a cent to each side."""
    more = _cost(_all(data), ("industrial_research",)) - _cost(_all(data), ("experimental_development",))
    more += draw(_STEPS)
    activity = "experimental_development" if more >= 0 else "industrial_research"
    _raise(data["participations"][0], activity, abs(more))


def orders(draw: DrawFn, data: Data) -> None:
    """Research orders of exactly a fifth of the cost, or a cent to each side; to whom that counts, or does not."""
    kind = draw(st.sampled_from((*ProviderKind, ProviderKind.RESEARCH_ORGANISATION)))
    order = {
        "provider": {"name": "Politecnico di Torino", "kind": kind},
        "buyer": _partner(draw, data)["id"],
        "amount": _share(_cost(_all(data)), 20, draw(_STEPS)),
        "provider_independent": draw(st.sampled_from((True, True, False))),
    }
    data["research_orders"] = draw(st.sampled_from(([order], [order], [])))


def outside(draw: DrawFn, data: Data) -> None:
    """A partner outside Piedmont with exactly fifteen hundredths of the cost, or a cent to each side."""
    last = data["participations"][-1]
    last["place_of_work"] = draw(st.sampled_from(("ITC4C", "FR", "ITC20")))
    _take_a_share(data, last, 15, draw(_STEPS), "materials")


def end_user(draw: DrawFn, data: Data) -> None:
    """An end user with exactly a tenth of the cost, or a cent to each side; now and then of a kind that is not paid."""
    entry: Data = {
        "id": "agency",
        "name": "Local health agency",
        "kind": draw(st.sampled_from((EndUserKind.PUBLIC_BODY, *EndUserKind))),
        "costs": None,
    }
    data["end_users"] = [entry]
    _take_a_share(data, entry, 10, draw(_STEPS), draw(st.sampled_from(("personnel", "personnel", "travel"))))


def _take_a_share(data: Data, entry: Data, percent: int, step: Decimal, category: str) -> None:
    """Give `entry` a share of the cost, and let the first partner carry a cost at which that share is exact."""
    first = data["participations"][0]
    if entry is first:
        return
    _raise(first, "industrial_research", _cost([entry]))
    _set_cost(entry, Decimal("0.00"), category)
    others = _cost(_all(data))
    # The others carry a whole number of times so many euro: then the share is exact to the cent.
    rest = Decimal(100 - percent)
    missing = (rest - others % rest) % rest
    _raise(first, "industrial_research", missing)
    _set_cost(entry, (others + missing) / rest * percent + step, category)
    _order_enough(data)


def _order_enough(data: Data) -> None:
    """Raise the first research order to what a dearer project asks for, so that only what was meant to change does."""
    orders = data["research_orders"]
    if orders and all(order["amount"] is not None for order in orders):
        missing = _share(_cost(_all(data)), 20, CENT) - sum(order["amount"] for order in orders)
        orders[0]["amount"] = _fitting(orders[0]["amount"] + max(missing, Decimal("0.00")))


def overheads(draw: DrawFn, data: Data) -> None:
    """Overheads of exactly fifteen hundredths of personnel, or a cent to each side."""
    partner = _partner(draw, data)
    personnel = Decimal(draw(st.integers(0, 5_000))) * 100
    cost = _share(personnel, 15, draw(_STEPS))
    for activity in _COUNTED:
        line = ((partner["costs"] or {}).get(activity)) or {}
        line.pop("overheads", None)
    costs = partner["costs"] or {}
    costs["industrial_research"] = (costs.get("industrial_research") or {}) | {
        "personnel": personnel,
        "overheads": cost,
    }
    costs["experimental_development"] = (costs.get("experimental_development") or {}) | {"personnel": Decimal("0.00")}
    partner["costs"] = costs


def other_activity(draw: DrawFn, data: Data) -> None:
    """A cent, or nothing, for an activity that Line A does not admit."""
    partner = _partner(draw, data)
    activity = draw(st.sampled_from(("fundamental_research", "feasibility_study")))
    partner["costs"] = (partner["costs"] or {}) | {activity: {"travel": draw(st.sampled_from((Decimal(0), CENT)))}}


def _share(whole: Decimal, percent: int, step: Decimal) -> Decimal:
    """So many hundredths of the whole, rounded down to the cent, and a step."""
    return _fitting((whole * percent / 100).quantize(CENT, rounding=ROUND_DOWN) + step)


CHANGES: tuple[Change, ...] = (
    duration,
    maturity,
    project_content,
    start_of_works,
    submission,
    form,
    age,
    membership,
    size,
    newer_accounts,
    difficulty,
    declaration,
    ownership,
    standing,
    place,
    looked_up,
    partner_joins,
    partner_leaves,
    total_cost,
    prevalence,
    orders,
    outside,
    end_user,
    overheads,
    other_activity,
)
"""All changes."""
