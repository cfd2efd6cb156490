"""Aid under neighbours of Art. 25 that this library does not model: refused by name, never answered by a neighbour."""

from __future__ import annotations

from collections.abc import Iterator

from clusterpolicy.errors import Problem

NOT_MODELLED = {
    "seal_of_excellence": "Art. 25a",
    "marie_curie_or_proof_of_concept": "Art. 25b",
    "co_funded_research": "Art. 25c",
    "teaming": "Art. 25d",
    "european_defence_fund": "Art. 25e",
}
"""The kinds of research aid that follow the cost rules and rates of programmes of the Union, with their articles."""


def faults_of_neighbour(activity: object) -> Iterator[Problem]:
    """That an `activity` is none of Art. 25, but aid under a neighbouring article."""
    if isinstance(activity, str) and activity in NOT_MODELLED:
        said = f"aid under {NOT_MODELLED[activity]} has costs and rates of its own, which are not modelled"
        mend = "look them up in Regulation (EU) No 651/2014; no bonus of Art. 25(6) is added to them"
        yield Problem("not-modelled", "activity", said, mend)
