"""Awards: what was granted to whom, and the contract about it.

An award begins when aid is granted. `clusterpolicy.calls.recalculation` finds what is left of it once the project has
ended; `clusterpolicy.calls.payments` what is paid when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusterpolicy.engines.scalar import Verdict, decide
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.award_rules import AwardRules
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.model import Application, EndUser, Participation
from clusterpolicy.units import CENT

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Granted:
    """What one beneficiary was granted.

    Attributes:
        to: Its identifier in the application.
        kind: `Participation` or `EndUser`.
        amount: Its grant, in euro.

    >>> Granted("alfa", "Participation", Decimal("157500.00")).to
    'alfa'
    """

    to: str
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract on an award: the day it was signed, and the day by which the works must end.

    >>> Contract(signed_on=date(2017, 9, 1), works_due_by=date(2019, 9, 30)).works_due_by.year
    2019
    """

    signed_on: date
    works_due_by: date


@dataclass(frozen=True, slots=True)
class Award:
    """Aid that was granted to an application.

    Attributes:
        application: What it was granted to, as planned.
        rules: What is asked of it from now on.
        granted_on: The day of granting, whose law stays in force for it.
        granted: What each beneficiary was granted.
        contract: The contract; `None` where none is signed yet.
    """

    application: Application
    rules: AwardRules
    granted_on: date
    granted: tuple[Granted, ...]
    contract: Contract | None = None

    @property
    def amount(self) -> Decimal:
        """All that was granted, in euro."""
        return sum((each.amount for each in self.granted), NOTHING)

    def signed(self, contract: Contract) -> Award:
        """The same award, under a contract.

        Raises: InputError `dates-out-of-order` for a contract that is older than the award, or whose works are due
        before it is signed.
        """
        problems = list(_out_of_order(self.granted_on, contract))
        if problems:
            raise InputError(problems)
        return Award(self.application, self.rules, self.granted_on, self.granted, contract)


def grant_award(
    application: Application,
    call: RuleSet,
    rules: AwardRules,
    *,
    granted_on: date | None = None,
    amount: Decimal | None = None,
    changes: Mapping[str, Value] | None = None,
) -> Award:
    """The award of an application that its call finds eligible.

    Args:
        application: What aid is granted to.
        call: The rules it applied under.
        rules: What is asked of it from now on.
        granted_on: The day of granting; `None` takes the day the call expects.
        amount: What is granted in all, in euro, where that is less than the rules allow: each beneficiary then gets
            less, in proportion. `None` grants all that the rules allow.
        changes: Other values for some parameters of the call, by full name.

    Raises: InputError `input-invalid` where the application is not eligible, or not certainly so, or its grant is not
    known, or more is to be granted than the rules allow.

    >>> from pathlib import Path
    >>> from clusterpolicy.rules import piedmont
    >>> from clusterpolicy.rules.piedmont.award import LINE_A_AWARD
    >>> text = Path("examples/line_a/eligible.json").read_text(encoding="utf-8")
    >>> application = Application.model_validate_json(text)
    >>> grant_award(application, piedmont.LINE_A, LINE_A_AWARD).amount
    Decimal('334850.00')
    """
    verdict = decide(application, call, granted_on=granted_on, changes=changes)
    if verdict.outcome != "eligible":
        codes = ", ".join((*verdict.failed, *verdict.undetermined))
        raise _refused(application, f"it is {verdict.outcome}: {codes}", "grant aid only to what is eligible")
    granted = tuple(_granted(verdict, application))
    if amount is not None:
        granted = _reduced(application, granted, amount)
    return Award(application, rules, verdict.day, granted)


def _granted(verdict: Verdict, application: Application) -> Iterator[Granted]:
    members: dict[type[Any], tuple[Any, ...]] = {
        Participation: application.participations,
        EndUser: application.end_users or (),
    }
    for found in verdict.beneficiaries:
        for member, grant in zip(members[found.of.of], found.grant or (), strict=True):
            if not isinstance(grant, Decimal):
                raise _refused(application, f"the grant of `{member.id}` is not known", "find out what decides it")
            yield Granted(member.id, found.of.of.__name__, grant.quantize(CENT))


def _reduced(application: Application, granted: tuple[Granted, ...], amount: Decimal) -> tuple[Granted, ...]:
    """The same grants, in proportion, so that they are `amount` together: to the cent."""
    whole = sum((each.amount for each in granted), NOTHING)
    cents, places = amount.scaleb(2), amount.as_tuple().exponent
    if not (isinstance(places, int) and places >= -2) or not NOTHING <= amount <= whole:
        said = f"{amount} euro are to be granted, of {whole} euro that the rules allow"
        raise _refused(application, said, "write an amount in euro and cents, no more than the rules allow")
    reduced: list[Granted] = []
    upto = given = 0
    for each in granted:
        upto += int(each.amount.scaleb(2))
        share = int(Fraction(upto * int(cents), int(whole.scaleb(2)))) if whole else 0
        reduced.append(Granted(each.to, each.kind, Decimal(share - given).scaleb(-2)))
        given = share
    return tuple(reduced)


def _out_of_order(granted_on: date, contract: Contract) -> Iterator[Problem]:
    if contract.signed_on < granted_on:
        said = f"the contract is signed on {contract.signed_on}, before the aid is granted on {granted_on}"
        yield Problem("dates-out-of-order", "contract.signed_on", said, "correct one of the two days")
    if contract.works_due_by < contract.signed_on:
        said = f"the works are due by {contract.works_due_by}, before the contract is signed on {contract.signed_on}"
        yield Problem("dates-out-of-order", "contract.works_due_by", said, "correct one of the two days")


def _refused(application: Application, said: str, mend: str) -> InputError:
    return InputError(Problem("input-invalid", f"application {application.id}", said, mend))
