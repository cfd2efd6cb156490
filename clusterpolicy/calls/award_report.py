"""A granted project as it was really carried out: its application, with a report in place of what was planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from clusterpolicy.calls.award import Award
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model import Application, EndUser, Participation
from clusterpolicy.model.award_report import ActualCosts, AwardReport, PartnerReport, ProjectReport
from clusterpolicy.reading import problems_of


def award_report(award: Award, report: ProjectReport) -> AwardReport:
    """What rules about awards speak of, from an award and a report.

    Raises: InputError with every fault: no contract, a report of nobody, no report of somebody, nobody left.
    """
    problems = list(_faults(award, report))
    if problems or award.contract is None:
        raise InputError(problems)
    reached = {name: getattr(report, name) for name in ("handed_in_on", "works_until", "trl_reached")}
    carried_out = _carried_out(award.application, report)
    try:
        return AwardReport.model_validate({**carried_out, **reached, "works_due_by": award.contract.works_due_by})
    except ValidationError as error:
        found = problems_of(error)
    raise InputError(found)


def _carried_out(application: Application, report: ProjectReport) -> dict[str, Any]:
    reports = {each.id: each for each in report.partners}
    users = {each.id: each for each in report.end_users}
    staying = [each for each in application.participations if each.id not in report.withdrawn]
    end_users = application.end_users
    return {
        **application.__dict__,
        "project": application.project.model_copy(update={"works_start_on": report.works_started_on}),
        "participations": tuple(_partner(each, reports[each.id]) for each in staying),
        "research_orders": report.research_orders,
        "end_users": None if end_users is None else tuple(_end_user(each, users[each.id]) for each in end_users),
    }


def _partner(planned: Participation, actual: PartnerReport) -> Participation:
    now = {name: getattr(actual, name) for name in PartnerReport.model_fields if name not in ActualCosts.model_fields}
    enterprise = planned.enterprise.model_copy(update=now)
    return planned.model_copy(update={"enterprise": enterprise, "costs": actual.costs})


def _end_user(planned: EndUser, actual: ActualCosts) -> EndUser:
    return planned.model_copy(update={"costs": actual.costs})


def _faults(award: Award, report: ProjectReport) -> Iterator[Problem]:
    if award.contract is None:
        yield Problem("input-invalid", "contract", "no contract is signed", "sign it: award.signed(Contract(...))")
    partners = [each.id for each in award.application.participations]
    users = [each.id for each in award.application.end_users or ()]
    reported = [*(each.id for each in report.partners), *report.withdrawn]
    yield from _matched("partners", reported, partners)
    yield from _matched("end_users", [each.id for each in report.end_users], users)
    if set(partners) <= set(report.withdrawn):
        said = "every enterprise has withdrawn"
        yield Problem("input-invalid", "withdrawn", said, "nothing is left to report on: the award has ended")


def _matched(place: str, reported: Iterable[str], known: list[str]) -> Iterator[Problem]:
    found = list(reported)
    for each in found:
        if each not in known:
            said = f"nobody in the application has the identifier `{each}`"
            yield Problem("reference-unknown", place, said, nearest(each, known))
    for each in known:
        if each not in found:
            said = f"there is no report of `{each}`"
            mend = "add one; leave its costs out where they are not known yet"
            yield Problem("field-missing", place, said, mend)
