"""Strategies for Line B of Piedmont: applications of newcomers, often exactly at its limits.

They are those of Line A, handed in later and by enterprises outside the clusters, since the rules are those of Line A
but for membership.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from clusterpolicy.dates import years_after
from clusterpolicy.model import Application
from clusterpolicy.testing import values as v
from clusterpolicy.testing.changes import CHANGES, Change, Data
from clusterpolicy.testing.eligible import PARTNERS_MOSTLY, eligible_applications
from clusterpolicy.testing.models import CLUSTERS
from clusterpolicy.testing.strategies import applications, applications_with_less_known, plain_data

NEWCOMERS_FROM = date(2017, 2, 1)
"""The day before which an enterprise must have joined no cluster."""

OPENING = datetime(2017, 2, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
"""The moment at which the window of applications opens."""

CLOSING = datetime(2017, 3, 30, 17, 0, tzinfo=timezone(timedelta(hours=2)))
"""The moment at which the window of applications closes."""

_USUAL = datetime(2017, 3, 15, 11, 30, tzinfo=timezone(timedelta(hours=1)))


@st.composite
def eligible_line_b_applications(draw: DrawFn, *, partners: SearchStrategy[int] = PARTNERS_MOSTLY) -> Application:
    """Applications that Line B of Piedmont finds eligible, with every fact that it asks for."""
    data = plain_data(draw(eligible_applications(partners=partners)))
    submitted_at = draw(st.sampled_from((_USUAL, OPENING, CLOSING)))
    day = submitted_at.date()
    data |= {"call": "piedmont/line-b", "submitted_at": submitted_at}
    data["project"]["works_start_on"] = day + timedelta(days=draw(st.sampled_from((90, 1, 0))))
    for partner in data["participations"]:
        firm = partner["enterprise"]
        firm["constituted_on"] = draw(st.sampled_from((firm["constituted_on"], years_after(day, -2))))
        firm["registered_on"] = firm["constituted_on"] + timedelta(days=30)
        firm["memberships"] = draw(st.sampled_from(([], [], [_joined(NEWCOMERS_FROM)], [_joined(day)])))
        partner["attestations"] = draw(st.sampled_from(([_GOOD], [_GOOD], [_of_another_cluster(), _GOOD])))
        partner["commits_to_join"] = draw(st.sampled_from(([_WILL_JOIN], [_WILL_JOIN, {"cluster": "ICT"}])))
    return Application.model_validate(data)


def line_b_applications(*, known: bool = True) -> SearchStrategy[Application]:
    """Applications for Line B, most of them near a limit of its rules; see `applications`."""
    return applications(known=known, eligible=eligible_line_b_applications, changes=LINE_B_CHANGES)


def line_b_applications_with_less_known() -> SearchStrategy[tuple[Application, Application]]:
    """An application for Line B, and the same with at least one fact less."""
    return applications_with_less_known(eligible=eligible_line_b_applications, changes=LINE_B_CHANGES)


_GOOD: Data = {
    "cluster": "MESAP",
    "coherent_with_agenda": True,
    "fit_to_join": True,
    "issued_on": date(2017, 2, 20),
}
_WILL_JOIN: Data = {"cluster": "MESAP"}


def _of_another_cluster() -> Data:
    return _GOOD | {"cluster": "ICT"}


def _joined(day: date, cluster: str = "MESAP") -> dict[str, Any]:
    return {"cluster": cluster, "joined_on": day, "left_on": None, "has_left": False}


# ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _partner(draw: DrawFn, data: Data) -> Data:
    partner: Data = draw(st.sampled_from(data["participations"]))
    return partner


def attestation(draw: DrawFn, data: Data) -> None:
    """No attestation about an enterprise, one of another cluster, or one that lacks a point."""
    wrong = st.sampled_from(
        (_of_another_cluster(), _GOOD | {"coherent_with_agenda": False}, _GOOD | {"fit_to_join": False})
    )
    _partner(draw, data)["attestations"] = draw(st.lists(wrong, max_size=2))


def commitment(draw: DrawFn, data: Data) -> None:
    """Commitments of an enterprise to join any clusters, or none."""
    clusters = st.sampled_from(CLUSTERS).map(lambda code: {"cluster": code})
    _partner(draw, data)["commits_to_join"] = draw(st.lists(clusters, max_size=2))


def earlier_membership(draw: DrawFn, data: Data) -> None:
    """A membership that began, or ended, on the day from which newcomers may join, or a day to each side."""
    day = NEWCOMERS_FROM + timedelta(days=draw(st.sampled_from((-1, 0, 1))))
    joined = _joined(day, draw(st.sampled_from(("MESAP", "MESAP", "ANOTHER"))))
    left = {"cluster": "MESAP", "joined_on": date(2012, 5, 7), "left_on": day, "has_left": True}
    _partner(draw, data)["enterprise"]["memberships"] = draw(st.sampled_from(([joined], [joined], [left])))


def late_submission(draw: DrawFn, data: Data) -> None:
    """A submission at the beginning or the end of the window of Line B, or a second to each side."""
    data["submitted_at"] = draw(v.instants((OPENING, CLOSING)))


LINE_B_CHANGES: tuple[Change, ...] = (*CHANGES, attestation, commitment, earlier_membership, late_submission)
"""The changes that Line B has in common with Line A, and its own."""
