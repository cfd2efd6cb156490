"""What a selection amounts to: the rows of the practice's table, counted from what the rules awarded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from clusterpolicy.calls.applicants import applicants_of
from clusterpolicy.calls.selection import Selection
from clusterpolicy.model import Application, ProviderKind
from clusterpolicy.replay.tally import Tally

_NOTHING = Decimal("0.00")


def tally_of(applications: Sequence[Application], selection: Selection) -> Tally:
    """What came out of a call: its applications, and what was awarded to some of them.

    Of an application that is undecided nothing is counted but that it was submitted.
    """
    by_name = {each.id: each for each in applications}
    financed = [by_name[each.application] for each in selection.awarded]
    contracts = [
        order
        for application in financed
        for order in application.research_orders or ()
        if order.provider.kind is ProviderKind.RESEARCH_ORGANISATION
    ]
    return Tally(
        endowment=selection.endowment,
        submitted=len(applications),
        financed=len(financed),
        enterprises=len({key for keys in applicants_of(financed).values() for key in keys}),
        investment=sum((_cost(selection, each.id) for each in financed), _NOTHING),
        grants=sum((each.amount or _NOTHING for each in selection.awarded), _NOTHING),
        research_contracts=len(contracts),
        research_contracts_value=sum((each.amount or _NOTHING for each in contracts), _NOTHING),
    )


def _cost(selection: Selection, application: str) -> Decimal:
    """The eligible cost of a financed project: known, for its grant is."""
    cost = selection.entry(application).verdict.cost
    assert isinstance(cost, Decimal)  # a project is financed only once every limit on its cost is known to be kept
    return cost
