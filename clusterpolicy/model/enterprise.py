"""The enterprise: what is to be known about a firm that asks for aid."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from clusterpolicy.model.base import MOST_ENTRIES, CheckedModel, Contradiction, DomainModel, NoneMeans, repeated
from clusterpolicy.model.identifiers import ActivityCode, Lei, NutsCode, Text, VatNumber
from clusterpolicy.model.places import place_of
from clusterpolicy.units import Day, Euro, SignedEuro, Truth, WorkUnits


class LegalForm(StrEnum):
    """How an enterprise is constituted, as far as the law of aid tells forms apart.

    Source: Directive 2013/34/EU, annexes I and II, to which Regulation (EU) No 651/2014, Art. 2(18) refers.
    """

    LIMITED_LIABILITY_COMPANY = "limited_liability_company"
    UNLIMITED_LIABILITY_PARTNERSHIP = "unlimited_liability_partnership"
    COOPERATIVE = "cooperative"
    SOLE_TRADER = "sole_trader"
    OTHER = "other"


class Size(StrEnum):
    """The size class of an enterprise. Source: Regulation (EU) No 651/2014, annex I, Art. 2."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Accounts(DomainModel):
    """The figures of one closed accounting period, on an annual basis. They are the enterprise's own.

    >>> Accounts(closes_on="2015-12-31", approved=True, headcount="9.5", turnover="1800000").turnover
    Decimal('1800000.00')
    """

    closes_on: Day = Field(title="closing day of the accounts", description="Last day of the accounting period.")
    approved: Truth | None = Field(
        default=None,
        title="accounts approved",
        description="Whether the accounts have been approved. The size of an enterprise rests on approved accounts.",
    )
    headcount: WorkUnits | None = Field(
        default=None, title="headcount", description="Staff of the period in annual work units (AWU)."
    )
    turnover: Euro | None = Field(
        default=None, title="turnover", description="Annual turnover in euro, without VAT and other indirect taxes."
    )
    balance_sheet_total: Euro | None = Field(
        default=None, title="balance sheet total", description="Total of the balance sheet in euro."
    )
    subscribed_capital: Euro | None = Field(
        default=None,
        title="subscribed share capital with premium",
        description="Subscribed share capital of a limited liability company, in euro, with any share premium.",
    )
    other_own_funds: Euro | None = Field(
        default=None,
        title="other own funds",
        description="Reserves, revaluation reserve, profits brought forward and all other own funds, in euro; the "
        "premium left out.",
    )
    accumulated_losses: Euro | None = Field(
        default=None,
        title="accumulated losses",
        description="Losses of this and earlier years that are not made good, in euro, as a number above zero.",
    )
    capital_in_accounts: Euro | None = Field(
        default=None,
        title="capital as shown in the accounts",
        description="Capital of an enterprise whose members have unlimited liability, before losses, in euro.",
    )
    book_debt: Euro | None = Field(
        default=None, title="book debt", description="Debt as shown in the accounts, in euro."
    )
    equity: SignedEuro | None = Field(
        default=None, title="equity", description="Own funds after losses, in euro; may be below zero."
    )
    ebitda: SignedEuro | None = Field(
        default=None,
        title="earnings before interest, taxes, depreciation and amortisation",
        description="EBITDA of the period, in euro; may be below zero.",
    )
    interest: Euro | None = Field(
        default=None, title="interest charges", description="Interest charges of the period, in euro."
    )


class Site(DomainModel):
    """A local unit of an enterprise.

    >>> Site(nuts="itc11", active_and_productive=True).nuts
    'ITC11'
    """

    nuts: NutsCode | None = Field(
        default=None, title="territory of the site", description="NUTS code of the place, such as `ITC11`."
    )
    municipality: Text | None = Field(
        default=None, title="municipality of the site", description="Name of the municipality."
    )
    active_and_productive: Truth | None = Field(
        default=None,
        title="active and productive site",
        description="Whether the unit is registered as active and production really takes place there.",
    )


class ClusterMembership(CheckedModel):
    """An enterprise's membership of an innovation cluster, present or past.

    >>> ClusterMembership(cluster="MESAP", joined_on="2015-03-02", has_left=False).cluster
    'MESAP'
    """

    cluster: Text = Field(title="cluster joined", description="Code of the cluster, such as `MESAP`.")
    joined_on: Day | None = Field(
        default=None, title="day of joining the cluster", description="First day of the membership."
    )
    left_on: Day | None = Field(
        default=None,
        title="day of leaving the cluster",
        description="Last day of the membership. Left out for a member that has not left.",
    )
    has_left: Truth | None = Field(
        default=None, title="membership ended", description="Whether the enterprise has left the cluster."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """A member left before it joined, or left on a day and has not left."""
        if self.left_on is None:
            return
        if self.joined_on is not None and self.left_on < self.joined_on:
            yield Contradiction(
                "dates-out-of-order",
                ("left_on",),
                f"the membership ends on {self.left_on}, before it begins on {self.joined_on}",
                "correct one of the two days",
                self.left_on,
            )
        if self.has_left is False:
            yield Contradiction(
                "facts-contradict",
                ("has_left",),
                f"the enterprise is said not to have left the cluster, and to have left it on {self.left_on}",
                "write `has_left` as true, or leave `left_on` out",
                self.has_left,
            )


ADVERSE_FACTS = (
    "in_insolvency_proceedings",
    "in_voluntary_liquidation",
    "has_unpaid_rescue_aid",
    "under_restructuring_plan",
    "has_unpaid_recovery_order",
    "has_unpaid_revocation_order",
    "in_difficulty",
)
"""The facts of an enterprise that speak against it where they are true."""


class Enterprise(CheckedModel):
    """A firm, with what registers, accounts and its own declarations say about it.

    Every fact may be `None`: not known. An empty list means that there is known to be none.

    >>> firm = Enterprise(name="Meccanica Alfa", vat_number="IT 00743110157")
    >>> firm.vat_number, firm.accounts
    ('00743110157', None)
    """

    name: Text = Field(title="name of the enterprise", description="Name in the business register.")
    vat_number: VatNumber | None = Field(
        default=None, title="Italian VAT number", description="Partita IVA: eleven digits, the prefix `IT` optional."
    )
    lei: Lei | None = Field(
        default=None, title="legal entity identifier", description="Legal entity identifier (ISO 17442)."
    )
    legal_form: LegalForm | None = Field(
        default=None, title="legal form", description="Legal form, as far as the law of aid tells forms apart."
    )
    constituted_on: Day | None = Field(
        default=None, title="day of constitution", description="Day on which the enterprise was constituted."
    )
    registered_on: Day | None = Field(
        default=None,
        title="day of registration",
        description="Day on which the enterprise was entered in the business register.",
    )
    main_activity: ActivityCode | None = Field(
        default=None, title="main activity code", description="ATECO 2007 code of the main activity, such as `25.62`."
    )
    other_activities: Annotated[tuple[ActivityCode, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="other activity codes", description="ATECO 2007 codes of all other registered activities."
    )
    sites: Annotated[tuple[Site, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="sites", description="The registered office and all local units."
    )
    memberships: Annotated[tuple[ClusterMembership, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="cluster memberships",
        description="All memberships of innovation clusters, past ones included. Empty: never a member of any.",
    )
    accounts: Annotated[tuple[Accounts, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="accounts",
        description="Figures of the closed accounting periods, in any order. Empty: no period has closed yet.",
    )
    autonomous: Truth | None = Field(
        default=None,
        title="autonomy, without partner or linked enterprises",
        description="Whether the enterprise has neither partner nor linked enterprises "
        "(Regulation (EU) No 651/2014, annex I, Art. 3).",
    )
    declared_size: Annotated[Size | None, NoneMeans("no size is declared")] = Field(
        default=None,
        title="size declared",
        description="Size that the enterprise declares. Left out: it declares none, and its size is found.",
    )
    innovative_sme: Truth | None = Field(
        default=None,
        title="entry in the register of innovative SMEs",
        description="Whether the enterprise stands in the special section for innovative SMEs or start-ups.",
    )
    legality_rating: Truth | None = Field(
        default=None,
        title="legality rating",
        description="Whether the enterprise holds a legality rating (rating di legalità, Decree-Law No 1/2012, "
        "Art. 5-ter).",
    )
    registered_farm: Truth | None = Field(
        default=None,
        title="entry in the agricultural register",
        description="Whether the enterprise is a farm entered in the regional agricultural register.",
    )
    in_insolvency_proceedings: Truth | None = Field(
        default=None,
        title="insolvency proceedings",
        description="Whether collective insolvency proceedings are open, or their conditions are met.",
    )
    in_voluntary_liquidation: Truth | None = Field(
        default=None, title="voluntary liquidation", description="Whether the enterprise is being wound up voluntarily."
    )
    has_unpaid_rescue_aid: Truth | None = Field(
        default=None,
        title="rescue aid not paid back",
        description="Whether it received rescue aid and has not yet reimbursed the loan or ended the guarantee.",
    )
    under_restructuring_plan: Truth | None = Field(
        default=None,
        title="restructuring plan after restructuring aid",
        description="Whether it received restructuring aid and is still subject to the plan.",
    )
    has_unpaid_recovery_order: Truth | None = Field(
        default=None,
        title="unpaid recovery order",
        description="Whether an order to recover unlawful aid, after a decision of the Commission, is outstanding "
        "(Regulation (EU) No 651/2014, Art. 1(4)(a)).",
    )
    has_unpaid_revocation_order: Truth | None = Field(
        default=None,
        title="unpaid revocation order",
        description="Whether an order of the region to repay revoked aid is outstanding.",
    )
    in_difficulty: Truth | None = Field(
        default=None,
        title="undertaking in difficulty",
        description="Whether the enterprise declares to be in difficulty (Regulation (EU) No 651/2014, Art. 2(18)).",
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """Days that cannot follow each other, and two sets of accounts of one period."""
        if self.registered_on is not None and self.constituted_on is not None:
            if self.registered_on < self.constituted_on:
                yield Contradiction(
                    "dates-out-of-order",
                    ("registered_on",),
                    f"the enterprise was registered on {self.registered_on}, "
                    f"before it was constituted on {self.constituted_on}",
                    "correct one of the two days",
                    self.registered_on,
                )
        if self.accounts:
            yield from self._contradictions_of_accounts(self.accounts)

    def _contradictions_of_accounts(self, accounts: tuple[Accounts, ...]) -> Iterator[Contradiction]:
        closings = [each.closes_on for each in accounts]
        if self.constituted_on is not None:
            for index, closes_on in enumerate(closings):
                if closes_on is not None and closes_on < self.constituted_on:
                    yield Contradiction(
                        "dates-out-of-order",
                        ("accounts", index, "closes_on"),
                        f"the accounts close on {closes_on}, before the enterprise was constituted "
                        f"on {self.constituted_on}",
                        "correct one of the two days",
                        closes_on,
                    )
        for place, closes_on, first in repeated((("accounts", index), day) for index, day in enumerate(closings)):
            yield Contradiction(
                "duplicate",
                (*place, "closes_on"),
                f"two sets of accounts close on {closes_on}, the other one is `{place_of(first)}`",
                "keep the one that is in force",
                closes_on,
            )
