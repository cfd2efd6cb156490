"""The size of a partner together with all that belongs to it, found from the ownership graph of its application.

Source: Regulation (EU) No 651/2014, Annex I. The party of the graph that stands for a partner has its identifier.

No formula goes through who owns whom, so a function does: `sme_status`, with the figures that are in force. It is
loaded when the first graph is handed in.

An application without a graph leaves the size in a group open; so does a graph that says how things stood after a
change of ownership that came later than the granting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clusterpolicy.language import Computation, Value, computed, granting_day
from clusterpolicy.language.kinds import TRUTH, category
from clusterpolicy.language.possible import one_of
from clusterpolicy.model import Application, Participation, Size
from clusterpolicy.rules.eu.annex_i import ceilings, limits
from clusterpolicy.rules.eu.sources import SOURCES

if TYPE_CHECKING:
    from clusterpolicy.model.ownership import OwnershipGraph
    from clusterpolicy.rules.eu.ownership import SmeStatus

Inputs = tuple[Any, ...]
Figures = Mapping[str, Value]


def _changed_after(application: Application, partner: str, day: date) -> int | None:
    """The number of the party of a partner whose ownership changes after `day`; `None` where it does not."""
    for number, party in enumerate(application.ownership.parties if application.ownership else ()):
        if party.id == partner:
            changed = party.ownership_changed_on
            return number if changed is not None and changed > day else None
    return None


def _status(graph: OwnershipGraph, partner: str, day: date, figures: Figures) -> SmeStatus:
    # Loaded once a graph is handed in: it takes longer than all other rules of a call together.
    from clusterpolicy.rules.eu.ownership import sme_status

    return sme_status(graph, partner, on=day, changes=figures)


def _size(application: Application, partner: Participation, inputs: Inputs, figures: Figures) -> Any:
    graph, (day,) = application.ownership, inputs
    if graph is None or _changed_after(application, partner.id, day) is not None:
        return None
    return one_of(_status(graph, partner.id, day, figures).possible)


def _missing(
    application: Application, partner: Participation, inputs: Inputs, figures: Figures
) -> Iterator[tuple[str, str]]:
    graph, (day,) = application.ownership, inputs
    if graph is None:
        yield "ownership", "ownership graph"
        return
    number = _changed_after(application, partner.id, day)
    if number is not None:
        yield "ownership.parties", f"the ownership of {graph.parties[number].name} as it was on the day of granting"
        return
    for fact in _status(graph, partner.id, day, figures).missing:
        yield f"ownership.{fact.path}", fact.label


def _reasons(application: Application, partner: Participation, inputs: Inputs, figures: Figures) -> Iterator[str]:
    graph, (day,) = application.ownership, inputs
    if graph is None or _changed_after(application, partner.id, day) is not None:
        return
    status = _status(graph, partner.id, day, figures)
    for each in status.contributions:
        if each.enterprise != partner.id:
            may = "" if each.is_certain else "may count: "
            yield f"with {each.name}, {may}{each.relation}, {_percentage(each.share)} ({each.source.article})"


def _percentage(share: Fraction) -> str:
    """A part of a whole as a percentage, to a hundredth; three points where it has more decimals.

    >>> _percentage(Fraction(1, 2)), _percentage(Fraction(1, 3))
    ('50 %', '33.33… %')
    """
    hundredths, rest = divmod(share * 10_000, 1)
    digits = f"{Decimal(int(hundredths)).scaleb(-2):f}"
    return f"{digits}… %" if rest else f"{digits.rstrip('0').rstrip('.')} %"


SIZE_IN_GROUP = computed(
    Computation(
        name="size_in_group",
        label="size of the enterprise with its partner and linked enterprises",
        of=Participation,
        kind=category(Size),
        find=_size,
        missing=_missing,
        sources=(SOURCES.GBER_ANNEX_I, SOURCES.GBER.at("Annex I, Art. 3 to 6")),
        inputs=(granting_day(),),
        figures=(*limits, *ceilings),
        reasons=_reasons,
    )
)
"""The size by annex I as a whole, on the day of granting; unknown where no graph is handed in."""


def _is_handed_in(application: Application, whole: Application, inputs: Inputs, figures: Figures) -> bool:
    return application.ownership is not None


def _nothing(application: Application, whole: Any, inputs: Inputs, figures: Figures) -> tuple[tuple[str, str], ...]:
    """Nothing is missing: the application itself says whether it is so."""
    return ()


OWNERSHIP_IS_HANDED_IN = computed(
    Computation(
        name="ownership_is_handed_in",
        label="an ownership graph is handed in",
        of=Application,
        kind=TRUTH,
        find=_is_handed_in,
        missing=_nothing,
        sources=(SOURCES.GBER_ANNEX_I,),
    )
)
"""Whether the application says who owns whom."""


def _is_declared(application: Application, partner: Participation, inputs: Inputs, figures: Figures) -> bool:
    return partner.enterprise.declared_size is not None


SIZE_IS_DECLARED = computed(
    Computation(
        name="size_is_declared",
        label="the enterprise declares its size",
        of=Participation,
        kind=TRUTH,
        find=_is_declared,
        missing=_nothing,
        sources=(SOURCES.GBER_ANNEX_I,),
    )
)
"""Whether a partner declares its size. It need not: the size is found."""
