"""What follows when somebody leaves: a project is withdrawn, or an enterprise does not join its cluster in time.

There are two ways, and a call declares which is its own. *Running anew* asks what the ranking would have given without
the one that left. *Scrolling down* lets every award stand that has been made, and gives what is free to the next in the
order of the ranking; a project that accepted a remainder comes first among them, and is raised to its full grant.

Both give the same where all is known, all money is in one pot, and funding stops at the first project that does not
fit. They differ with reserves, since a project funded from the general pot might, run anew, draw on its reserve; and
where large projects are passed over, since smaller ones behind hold money by then that the large one would have had.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.allocation import Allocation, allocate
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.units import shown


def without(candidates: Iterable[Candidate], application: str) -> tuple[Candidate, ...]:
    """Everyone but one, as if it had never been filed. Raises: InputError `reference-unknown` where it is not there."""
    listed = tuple(candidates)
    left = tuple(each for each in listed if each.application != application)
    if len(left) == len(listed):
        raise _not_there(application)
    return left


def with_struck(candidates: Iterable[Candidate], application: str, reason: str) -> tuple[Candidate, ...]:
    """Everyone, with one that does not pass any more, for a `reason` such as `not-joined`. It still counts as filed.

    Raises: InputError `reference-unknown` where it is not there.
    """
    listed = tuple(candidates)
    if all(each.application != application for each in listed):
        raise _not_there(application)
    return tuple(_struck(each, reason) if each.application == application else each for each in listed)


def run_anew(allocation: Allocation, application: str, reason: str = "withdrawn") -> Allocation:
    """What the ranking gives once an application does not pass any more. Awards made before count for nothing.

    Rules about all applications together are not asked again: an application that they struck stays struck.

    Raises: InputError `reference-unknown` where the application is not there.
    """
    candidates = with_struck(allocation.ranking.candidates, application, reason)
    ranking = rank(candidates, allocation.ranking.rules)
    return allocate(ranking, allocation.rules, allocation.endowment, allocation.set_aside)


def scroll_down(allocation: Allocation, application: str, reason: str = "withdrawn") -> Allocation:
    """What follows when an application leaves, and the awards of all others stand.

    Raises: InputError `reference-unknown` where the application is not there.

    >>> from decimal import Decimal
    >>> from clusterpolicy.scoring.budget import BudgetRules
    >>> from clusterpolicy.scoring.ranking import RankingRules
    >>> from clusterpolicy.scoring.span import Span
    >>> filed = [Candidate(name, Span.of(score), Span.of(600)) for name, score in (("A", 90), ("B", 80), ("C", 70))]
    >>> before = allocate(rank(filed, RankingRules()), BudgetRules(), Decimal(1300))
    >>> after = scroll_down(before, "A", "not-joined")
    >>> [each.application for each in before.awarded], [each.application for each in after.awarded]
    (['A', 'B'], ['B', 'C'])
    >>> after.outcome("A").reasons
    ('not-joined',)
    """
    candidates = with_struck(allocation.ranking.candidates, application, reason)
    standing = tuple(each for each in allocation.awarded if each.application != application)
    ranking = rank(candidates, allocation.ranking.rules)
    return allocate(ranking, allocation.rules, allocation.endowment, allocation.set_aside, standing)


def _struck(candidate: Candidate, reason: str) -> Candidate:
    failed = candidate.reasons if candidate.passes is False else ()
    return replace(candidate, passes=False, reasons=(*failed, reason))


def _not_there(application: str) -> InputError:
    message = f"{shown(application)} is no application of this call"
    return InputError(Problem("reference-unknown", "application", message, "name one that is"))
