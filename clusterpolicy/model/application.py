"""The application: everything that is handed in, and what the authority found out about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from clusterpolicy.errors import nearest
from clusterpolicy.model.base import MOST_ENTRIES, CheckedModel, Contradiction, DomainModel, NoneMeans, Path, repeated
from clusterpolicy.model.end_user import EndUser
from clusterpolicy.model.identifiers import Identifier, Text
from clusterpolicy.model.ownership import OwnershipGraph, PartyKind
from clusterpolicy.model.participation import Participation
from clusterpolicy.model.places import place_of
from clusterpolicy.model.project import Project
from clusterpolicy.model.research_order import ResearchOrder
from clusterpolicy.units import Instant, Truth, shown


class GroupingForm(StrEnum):
    """How the partners of a project are bound together."""

    SINGLE = "single"
    """One enterprise alone."""
    TEMPORARY_ASSOCIATION = "temporary_association"
    """A temporary purpose association (associazione temporanea di scopo, ATS)."""
    OTHER = "other"


class Declarations(DomainModel):
    """What the applicants declare under their own responsibility.

    >>> Declarations(works_not_started_before_submission=True).effective_collaboration is None
    True
    """

    works_not_started_before_submission: Truth | None = Field(
        default=None,
        title="works not started before submission",
        description="Whether the applicants declare that no work started before the application was submitted.",
    )
    effective_collaboration: Truth | None = Field(
        default=None,
        title="effective collaboration",
        description="Whether the partners defined the project jointly and share its risks and results "
        "(Regulation (EU) No 651/2014, Art. 2(90)).",
    )


class Application(CheckedModel):
    """An application for a grant. Read one from JSON by `Application.model_validate_json(text)`.

    Raises `pydantic.ValidationError` with all problems. `clusterpolicy.reading` reads TOML and YAML too, and says
    more clearly what is wrong.

    >>> application = Application(
    ...     id="2016-001",
    ...     call="piedmont/line-a",
    ...     project={"title": "Lighter gears"},
    ...     participations=[{"id": "alfa", "enterprise": {"name": "Meccanica Alfa"}}],
    ... )
    >>> Application.model_validate_json(application.model_dump_json()) == application
    True
    """

    id: Identifier = Field(title="identifier of the application", description="Number or name of the application.")
    call: Text = Field(
        title="call applied for", description="Name of the call the application is written for: `piedmont/line-a`."
    )
    submitted_at: Instant | None = Field(
        default=None, title="moment of submission", description="Moment at which the application was submitted."
    )
    grouping: GroupingForm | None = Field(
        default=None, title="form of grouping", description="How the partners are bound together."
    )
    coherent_with_agenda: Truth | None = Field(
        default=None,
        title="coherence with the agenda",
        description="Whether the cluster manager or the authority found the project coherent with the agenda.",
    )
    project: Project = Field(title="project", description="What is to be done.")
    participations: Annotated[tuple[Participation, ...], Field(min_length=1, max_length=MOST_ENTRIES)] = Field(
        title="participations", description="The enterprises that take part, each with its costs. At least one."
    )
    research_orders: Annotated[tuple[ResearchOrder, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="research orders", description="Contracts with providers of research. Empty: none."
    )
    end_users: Annotated[tuple[EndUser, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None, title="end users", description="End users that take part. Empty: none."
    )
    ownership: Annotated[OwnershipGraph | None, NoneMeans("no ownership graph is handed in")] = Field(
        default=None,
        title="ownership graph",
        description="Who owns the partners, and whom they own. The party that stands for a partner has the identifier "
        "of its participation. Left out: the size rests on the partner's own accounts and on its declared autonomy.",
    )
    declarations: Declarations = Field(
        default=Declarations.model_construct(),  # see NO_COSTS
        title="declarations",
        description="What the applicants declare.",
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """Two entries with one name or number, and references to partners that are not there."""
        partners = self.participations or ()
        yield from _duplicates(
            "identifier", ((("participations", index, "id"), each.id) for index, each in enumerate(partners))
        )
        firms = [(("participations", index, "enterprise"), each.enterprise) for index, each in enumerate(partners)]
        for label, field in (("VAT number", "vat_number"), ("legal entity identifier", "lei")):
            numbers = (((*place, field), getattr(firm, field)) for place, firm in firms if firm is not None)
            yield from _duplicates(label, numbers)
        yield from _duplicates(
            "identifier", ((("end_users", index, "id"), each.id) for index, each in enumerate(self.end_users or ()))
        )
        known = [each.id for each in partners]
        # Of a partner whose identifier cannot be read nobody can say that it was not meant.
        if not known or None in known:
            return
        for index, order in enumerate(self.research_orders or ()):
            yield from _unknown(("research_orders", index, "buyer"), order.buyer, known)
        yield from _not_in_the_graph(self.ownership, known)


def _duplicates(label: str, entries: Iterator[tuple[Path, str | None]]) -> Iterator[Contradiction]:
    for place, value, first in repeated(entries):
        yield Contradiction(
            "duplicate",
            place,
            f"the {label} {shown(value)} is used twice, first in `{place_of(first)}`",
            "keep each partner once" if "enterprise" in place else "give each its own",
            value,
        )


_NO_ENTERPRISE = (PartyKind.NATURAL_PERSON, PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)


def _not_in_the_graph(graph: OwnershipGraph | None, partners: Sequence[str]) -> Iterator[Contradiction]:
    """Partners for which no party of the ownership graph stands, or none that could be an enterprise."""
    parties = None if graph is None else graph.parties
    if parties is None or any(party is None or party.id is None for party in parties):
        return
    kinds = {party.id: (number, party.kind) for number, party in enumerate(parties)}
    for partner in partners:
        if partner not in kinds:
            said = f"the graph has no party with the identifier {shown(partner)}, which is that of a partner"
            mend = "give the party that stands for the partner the `id` of its participation"
            yield Contradiction("reference-unknown", ("ownership", "parties"), said, mend, partner)
        elif kinds[partner][1] in _NO_ENTERPRISE:
            number, kind = kinds[partner]
            said = f"{shown(partner)} is a partner of the project, and a {kind.replace('_', ' ')} is no enterprise"
            mend = "correct the kind of the party, or give it another `id`"
            yield Contradiction("facts-contradict", ("ownership", "parties", number, "kind"), said, mend, kind)


def _unknown(place: Path, reference: str | None, known: Sequence[str]) -> Iterator[Contradiction]:
    if reference is None or reference in known:
        return
    # Among very many names none is near, and looking for it would take long.
    mend = nearest(reference, known) if len(known) <= 50 else "write the `id` of a participation"
    yield Contradiction(
        "reference-unknown", place, f"no participation has the identifier {shown(reference)}", mend, reference
    )
