"""Who owns whom: the ownership graph from which the size of an enterprise is found.

Parties are the nodes: enterprises, investors, public bodies and natural persons. Holdings are the edges: which part of
the capital and of the votes one party has in another, and by what else it controls it.

The lists are complete: a holding that is not listed does not exist, or is known not to matter. A fact that is not known
is written as null, and is then reckoned with as anything it may be.

Source: Regulation (EU) No 651/2014, annex I, Art. 3 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, Strict, WithJsonSchema

from clusterpolicy.errors import nearest
from clusterpolicy.model.base import CheckedModel, Contradiction, DomainModel, NoneMeans, Path, repeated
from clusterpolicy.model.identifiers import Identifier, Text
from clusterpolicy.model.places import place_of
from clusterpolicy.units import Day, Euro, Truth, WorkUnits, refusal, shown

MOST_PARTIES = 100_000
"""No list of an ownership graph may be longer."""

MOST_PERIODS = 100
"""No list of accounts may be longer."""

_PORTION = re.compile(r"(?:[0-9]{1,15}/[0-9]{1,15}|[0-9](?:\.[0-9]{1,15})?)").fullmatch
_HOW_TO_WRITE_A_PORTION = 'write it as text, as in "0.25", or as the shares held of all shares, as in "2500/10000"'


def _read_portion(value: Any) -> Fraction:
    if isinstance(value, str) and _PORTION(value) and not re.search(r"/0+$", value):
        portion = Fraction(value)
    elif isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        portion = Fraction(value)
    elif isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= 15:
        portion = Fraction(value)
    elif isinstance(value, float):
        raise refusal("amount-not-exact", f"the number {value!r} may not be exact", _HOW_TO_WRITE_A_PORTION)
    else:
        raise refusal("input-invalid", f"{shown(value)} is not a part of a whole", _HOW_TO_WRITE_A_PORTION)
    if not 0 <= portion <= 1:
        raise refusal("input-invalid", f"{shown(value)} is not between 0 and 1", "write 0.25 for 25 %")
    return portion


def written_portion(portion: Fraction) -> str:
    """A part of a whole as text: with decimals where it has a few, else as a fraction.

    >>> written_portion(Fraction(27, 100)), written_portion(Fraction(1, 3))
    ('0.27', '1/3')
    """
    # Ten to the power of fifteen holds every number of decimals that is read.
    whole, rest = divmod(portion * 10**15, 1)
    if rest:
        return f"{portion.numerator}/{portion.denominator}"
    return f"{Decimal(int(whole)).scaleb(-15):f}".rstrip("0").rstrip(".")


Portion = Annotated[
    Fraction,
    PlainValidator(_read_portion),
    PlainSerializer(written_portion, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^([0-9]+/[0-9]+|[0-9](\.[0-9]{1,15})?)$"}),
]
"""A part of a whole from 0 to 1, exact: decimals, or shares held of all shares issued.

>>> from pydantic import TypeAdapter
>>> TypeAdapter(Portion).validate_python("2500/7500")
Fraction(1, 3)
"""


class PartyKind(StrEnum):
    """What a party of the graph is, as far as the definition of small and medium-sized enterprises tells kinds apart.

    Source: Regulation (EU) No 651/2014, annex I, Art. 1 and 3.
    """

    ENTERPRISE = "enterprise"
    PUBLIC_BODY = "public_body"
    NATURAL_PERSON = "natural_person"
    PUBLIC_INVESTMENT_CORPORATION = "public_investment_corporation"
    VENTURE_CAPITAL_COMPANY = "venture_capital_company"
    BUSINESS_ANGEL = "business_angel"
    RESEARCH_CENTRE = "research_centre"
    INSTITUTIONAL_INVESTOR = "institutional_investor"
    LOCAL_AUTHORITY = "local_authority"


class Standing(StrEnum):
    """Whether figures may be used to find the size of an enterprise.

    Source: Regulation (EU) No 651/2014, annex I, Art. 4.
    """

    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    ESTIMATE = "estimate"


class Control(StrEnum):
    """How one party controls another other than by a majority of the votes.

    Source: Regulation (EU) No 651/2014, annex I, Art. 3(3)(b) to (d).
    """

    BOARD_MAJORITY = "board_majority"
    DOMINANT_INFLUENCE = "dominant_influence"
    AGREEMENT = "agreement"


FinancialYear = Annotated[int, Strict(), Field(ge=1900, le=2999)]
"""The name of an accounting period: the year to which it mainly belongs."""

PeriodMonths = Annotated[int, Strict(), Field(ge=1, le=36)]
"""How many months an accounting period has."""


class YearFigures(DomainModel):
    """The figures of one accounting period, as the accounts show them.

    >>> YearFigures(year=2015, standing="approved", headcount="9.5", turnover="1800000").closing_day
    datetime.date(2015, 12, 31)
    """

    year: FinancialYear = Field(
        title="financial year", description="The year to which the period mainly belongs. Each year stands once."
    )
    closes_on: Annotated[Day | None, NoneMeans("31 December of the financial year")] = Field(
        default=None,
        title="closing day of the period",
        description="Last day of the period. Left out where it is 31 December of the financial year.",
    )
    months: PeriodMonths = Field(
        default=12,
        title="length of the period",
        description="Months of the period. The turnover of a longer or a shorter one is put on an annual basis.",
    )
    standing: Standing | None = Field(
        default=None,
        title="standing of the figures",
        description="Approved, not approved yet, or the estimate in good faith of a newly established enterprise.",
    )
    headcount: WorkUnits | None = Field(
        default=None, title="headcount", description="Staff of the period in annual work units (AWU)."
    )
    turnover: Euro | None = Field(
        default=None, title="turnover", description="Turnover of the whole period in euro, without VAT."
    )
    balance_sheet_total: Euro | None = Field(
        default=None, title="balance sheet total", description="Total of the balance sheet in euro at the closing day."
    )

    @property
    def closing_day(self) -> date:
        """The last day of the period."""
        return self.closes_on or date(self.year, 12, 31)


class ConsolidatedFigures(YearFigures):
    """The consolidated accounts that one enterprise of a group draws up for several.

    They take the place of the figures of all that they include. Where they show no headcount, that of each member is
    added by itself.
    """

    parent: Identifier = Field(title="parent", description="Identifier of the enterprise that draws them up.")
    includes: Annotated[tuple[Identifier, ...], Field(max_length=MOST_PARTIES)] = Field(
        title="enterprises included", description="Identifiers of the others that they include; the parent always is."
    )
    headcount: Annotated[WorkUnits | None, NoneMeans("the consolidated accounts show none")] = Field(
        default=None,
        title="headcount",
        description="Staff in annual work units (AWU). Left out where the consolidated accounts show none.",
    )

    @property
    def members(self) -> frozenset[str]:
        """All whose figures they hold, the parent among them."""
        return frozenset((self.parent, *self.includes))


class Party(CheckedModel):
    """A node of the graph: whoever holds something, or is held.

    A sole trader is an enterprise. Natural persons and public bodies are none, and have no figures.

    >>> Party(id="alfa", name="Meccanica Alfa", kind="enterprise").accounts is None
    True
    """

    id: Identifier = Field(title="identifier", description="Short text by which the graph refers to this party.")
    name: Text = Field(title="name", description="Name of the party.")
    kind: PartyKind = Field(title="kind", description="What the party is. This cannot be left unknown.")
    markets: Annotated[tuple[Identifier, ...], Field(max_length=MOST_PERIODS)] | None = Field(
        default=None,
        title="relevant markets",
        description="Names of the relevant markets on which the enterprise acts. They matter where a natural person "
        "holds majorities in several enterprises.",
    )
    accounts: Annotated[tuple[YearFigures, ...], Field(max_length=MOST_PERIODS)] | None = Field(
        default=None,
        title="accounts",
        description="Own figures by financial year, complete from the first one. Empty: there are none.",
    )
    established_on: Day | None = Field(
        default=None, title="day of establishment", description="Day on which the enterprise was established."
    )
    ownership_changed_on: Annotated[Day | None, NoneMeans("ownership has not changed in the years of the accounts")] = (
        Field(
            default=None,
            title="last change of ownership",
            description="Last day on which a merger, purchase or sale changed which enterprises count with this one.",
        )
    )
    angel_investment: Euro | None = Field(
        default=None,
        title="investment of business angels",
        description="All that business angels together have invested in this enterprise, in euro.",
    )
    is_public_body: Truth | None = Field(
        default=None,
        title="public nature of the investor",
        description="Whether a research centre or an institutional investor is itself a public body.",
    )
    inhabitants: Annotated[int, Strict(), Field(ge=0, le=10**10)] | None = Field(
        default=None, title="inhabitants", description="Inhabitants of a local authority."
    )
    annual_budget: Euro | None = Field(
        default=None, title="annual budget", description="Annual budget of a local authority, in euro."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """A year that stands twice, and periods whose closing days do not follow their years."""
        entries = self.accounts or ()
        for place, year, first in repeated((("accounts", number), each.year) for number, each in enumerate(entries)):
            yield Contradiction(
                "duplicate",
                (*place, "year"),
                f"the financial year {year} stands twice, first in `{place_of(first)}`",
                "keep the accounts that are in force",
                year,
            )
        dated = [(each.year, each.closing_day, number) for number, each in enumerate(entries) if each.year is not None]
        dated.sort(key=lambda entry: entry[0])
        for (earlier, before, _), (later, after, number) in pairwise(dated):
            if earlier < later and after <= before:
                yield Contradiction(
                    "dates-out-of-order",
                    ("accounts", number, "closes_on"),
                    f"the accounts of {later} close on {after}, not after those of {earlier} on {before}",
                    "correct one of the two days",
                    after,
                )


class Holding(CheckedModel):
    """What one party has in another. Each pair of parties stands once.

    >>> Holding(holder="beta", held="alfa", capital="0.3", votes="0.6").other_control
    ()
    """

    holder: Identifier = Field(title="holder", description="Identifier of the party that holds.")
    held: Identifier = Field(title="enterprise held", description="Identifier of the enterprise that is held.")
    capital: Portion | None = Field(title="share of the capital", description="Part of the capital, null if not known.")
    votes: Portion | None = Field(title="share of the votes", description="Part of the votes, null if not known.")
    other_control: Annotated[tuple[Control, ...], Field(max_length=len(Control))] | None = Field(
        default=(),
        title="other control",
        description="By what else the holder controls the enterprise. Left out: by nothing; null: not known.",
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """An enterprise that holds itself."""
        if self.holder is not None and self.holder == self.held:
            yield Contradiction(
                "facts-contradict",
                ("held",),
                f"{shown(self.held)} is said to hold itself; own shares give no votes and count nowhere",
                "leave the holding out",
                self.held,
            )


class MarketPair(DomainModel):
    """Two markets one of which lies directly upstream of the other. Source: annex I, Art. 3(3), last subparagraph.

    >>> MarketPair(first="castings", second="engines").first
    'castings'
    """

    first: Identifier = Field(title="first market", description="Name of a relevant market.")
    second: Identifier = Field(title="second market", description="Name of the one upstream or downstream of it.")


_NEVER_HELD = (PartyKind.NATURAL_PERSON, PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)


class OwnershipGraph(CheckedModel):
    """All parties and holdings that matter to the size of some enterprises, in any order.

    >>> graph = OwnershipGraph.model_validate(
    ...     {
    ...         "parties": [
    ...             {"id": "alfa", "name": "Meccanica Alfa", "kind": "enterprise"},
    ...             {"id": "beta", "name": "Officine Beta", "kind": "enterprise"},
    ...         ],
    ...         "holdings": [{"holder": "beta", "held": "alfa", "capital": "0.3", "votes": "2500/10000"}],
    ...     }
    ... )
    >>> graph.holdings[0].votes
    Fraction(1, 4)
    """

    parties: Annotated[tuple[Party, ...], Field(max_length=MOST_PARTIES)] = Field(
        title="parties", description="Everybody in the graph."
    )
    holdings: Annotated[tuple[Holding, ...], Field(max_length=MOST_PARTIES)] = Field(
        default=(), title="holdings", description="Who holds what, complete. Left out: nobody holds anything."
    )
    acting_jointly: Annotated[
        tuple[Annotated[tuple[Identifier, ...], Field(max_length=MOST_PERIODS)], ...], Field(max_length=MOST_PARTIES)
    ] = Field(
        default=(),
        title="groups of persons acting jointly",
        description="Identifiers of natural persons who act jointly, a list for each group.",
    )
    adjacent_markets: Annotated[tuple[MarketPair, ...], Field(max_length=MOST_PARTIES)] | None = Field(
        default=(),
        title="adjacent markets",
        description="Markets directly upstream or downstream of each other. Left out: none; null: not known.",
    )
    consolidated: Annotated[tuple[ConsolidatedFigures, ...], Field(max_length=MOST_PARTIES)] = Field(
        default=(), title="consolidated accounts", description="Accounts of groups. Left out: there are none."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """Names that stand twice or nowhere, holdings above the whole, and group accounts that overlap."""
        yield from _duplicates(
            "identifier", ((("parties", number, "id"), each.id) for number, each in enumerate(self.parties or ()))
        )
        kinds = {each.id: each.kind for each in self.parties or ()}
        if None in kinds or not kinds:
            return  # of a party whose identifier cannot be read nobody can say that it was not meant
        yield from self._contradictions_of_holdings(kinds)
        yield from self._contradictions_of_persons(kinds)
        yield from self._contradictions_of_consolidated(kinds)

    def _contradictions_of_holdings(self, kinds: dict[str, PartyKind]) -> Iterator[Contradiction]:
        holdings = self.holdings or ()
        for number, each in enumerate(holdings):
            yield from _unknown(("holdings", number, "holder"), each.holder, kinds)
            yield from _unknown(("holdings", number, "held"), each.held, kinds)
            if kinds.get(each.held) in _NEVER_HELD:
                yield Contradiction(
                    "facts-contradict",
                    ("holdings", number, "held"),
                    f"{shown(each.held)} is a {kinds[each.held].replace('_', ' ')}, in which nobody can hold a share",
                    "name the enterprise that is held, or correct the kind of the party",
                    each.held,
                )
        pairs = (
            (("holdings", number, "held"), (each.holder, each.held))
            for number, each in enumerate(holdings)
            if each.holder is not None and each.held is not None
        )
        for place, (holder, held), first in repeated(pairs):
            yield Contradiction(
                "duplicate",
                place,
                f"what {shown(holder)} holds in {shown(held)} stands twice, first in `{place_of(first[:2])}`",
                "add the two to one holding",
                held,
            )
        for field, whole in (("capital", "capital"), ("votes", "votes")):
            yield from _above_the_whole(holdings, field, whole)

    def _contradictions_of_persons(self, kinds: dict[str, PartyKind]) -> Iterator[Contradiction]:
        entries: list[tuple[Path, str]] = []
        for number, group in enumerate(self.acting_jointly or ()):
            for position, person in enumerate(group):
                place = ("acting_jointly", number, position)
                entries.append((place, person))
                yield from _unknown(place, person, kinds)
                if kinds.get(person, PartyKind.NATURAL_PERSON) is not PartyKind.NATURAL_PERSON:
                    yield Contradiction(
                        "facts-contradict",
                        place,
                        f"{shown(person)} acts jointly with persons, and is no natural person",
                        "name natural persons only; enterprises that act together are linked by `other_control`",
                        person,
                    )
        yield from _duplicates("person", iter(entries))

    def _contradictions_of_consolidated(self, kinds: dict[str, PartyKind]) -> Iterator[Contradiction]:
        accounts = self.consolidated or ()
        for number, each in enumerate(accounts):
            yield from _unknown(("consolidated", number, "parent"), each.parent, kinds)
            for position, member in enumerate(each.includes or ()):
                yield from _unknown(("consolidated", number, "includes", position), member, kinds)
        pairs = (
            (("consolidated", number, "year"), (each.parent, each.year))
            for number, each in enumerate(accounts)
            if each.parent is not None and each.year is not None
        )
        for place, (parent, year), first in repeated(pairs):
            yield Contradiction(
                "duplicate",
                place,
                f"{shown(parent)} has two consolidated accounts of {year}, first in `{place_of(first[:2])}`",
                "keep those that are in force",
                year,
            )
        yield from _overlaps(accounts)


def _duplicates(label: str, entries: Iterator[tuple[Path, str]]) -> Iterator[Contradiction]:
    for place, value, first in repeated(entries):
        yield Contradiction(
            "duplicate",
            place,
            f"the {label} {shown(value)} is used twice, first in `{place_of(first)}`",
            "keep it once",
            value,
        )


def _unknown(place: Path, reference: str | None, known: dict[str, PartyKind]) -> Iterator[Contradiction]:
    if reference is None or reference in known:
        return
    # Among very many names none is near, and looking for it would take long.
    mend = nearest(reference, list(known)) if len(known) <= 50 else "write the `id` of a party"
    yield Contradiction("reference-unknown", place, f"no party has the identifier {shown(reference)}", mend, reference)


def _above_the_whole(holdings: Iterable[Holding], field: str, whole: str) -> Iterator[Contradiction]:
    shares: dict[str, list[Fraction]] = {}
    last: dict[str, int] = {}
    for number, each in enumerate(holdings):
        share = getattr(each, field)
        if share is not None and each.held is not None:
            shares.setdefault(each.held, []).append(share)
            last[each.held] = number
    for held, parts in shares.items():
        if sum(_rounded_up(each) for each in parts) <= _FINE_PARTS:
            continue  # very many fractions are added slowly, and mostly need not be
        total = sum(parts, Fraction(0))
        if total > 1:
            yield Contradiction(
                "holdings-above-whole",
                ("holdings", last[held], field),
                f"the holdings in {shown(held)} add up to {_shortly(total)} of the {whole}, more than the whole",
                "correct the shares; each is a part of 1",
                _shortly(total),
            )


def _shortly(total: Fraction) -> str:
    """A sum as text; of one that no reasonable fraction says, the first decimals."""
    if total.denominator < 10**30:
        return written_portion(total)
    return f"{written_portion(Fraction(total * 10**15 // 1, 10**15))}…"


_FINE_PARTS = 2**80


def _rounded_up(share: Fraction) -> int:
    """A share in very fine parts of the whole, rounded up to the next one."""
    above, below = share.as_integer_ratio()
    return -(-above * _FINE_PARTS // below)


def _overlaps(accounts: Iterable[ConsolidatedFigures]) -> Iterator[Contradiction]:
    """Two accounts of one year that share members, neither of which includes the other."""
    holding: dict[tuple[int, str], list[tuple[int, frozenset[str]]]] = {}
    met: set[tuple[int, int]] = set()
    for number, each in enumerate(accounts):
        if each.parent is None or each.includes is None or each.year is None:
            continue
        members = each.members
        for member in members:
            for other, theirs in holding.setdefault((each.year, member), []):
                nested = members < theirs or theirs < members
                if not nested and (other, number) not in met:
                    met.add((other, number))
                    yield Contradiction(
                        "facts-contradict",
                        ("consolidated", number, "includes"),
                        f"{shown(member)} stands in two consolidated accounts of {each.year}, and neither holds all of "
                        f"the other, `{place_of(('consolidated', other))}`",
                        "correct the lists of the enterprises included",
                        member,
                    )
            holding[each.year, member].append((number, members))
