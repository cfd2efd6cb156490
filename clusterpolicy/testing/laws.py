"""Laws that every rule set must keep, whatever it decides: for a region that tests its own rules.

Each law is a function that returns what breaks it, in sentences, and nothing where the law is kept:

```python
@given(applications_with_less_known())
def test_knowing_more_only_settles_what_was_open(pair):
    more, less = pair
    assert laws.knowing_more_only_settles(less, more, MY_CALL) == ()
```

No law knows a call: applications may be instances of any root model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel

from clusterpolicy import Decision, RuleSet, assess, decide
from clusterpolicy.engines.reasons import Ground, Reason
from clusterpolicy.engines.record import BeneficiaryResult, Finding, Range
from clusterpolicy.engines.scalar import Found
from clusterpolicy.language.possible import bounds
from clusterpolicy.model.places import parts_of, place_of

Root = TypeVar("Root", bound=BaseModel)
Breaches = tuple[str, ...]
"""What breaks a law, a sentence each; empty where it is kept."""


def order_of_members_changes_nothing(
    application: BaseModel, rule_set: RuleSet, collection: str, order: Sequence[int]
) -> Breaches:
    """A list has no order in law: who is named first gets no other answer.

    Args:
        application: What is examined.
        rule_set: The rules.
        collection: The field of the application that holds the list; it must be known.
        order: The numbers of its entries, from 0, in another order.
    """
    members = getattr(application, collection)
    shuffled = application.model_copy(update={collection: tuple(members[number] for number in order)})
    before, after = assess(application, rule_set), assess(shuffled, rule_set)
    received = {**before.beneficiaries}
    if collection in received:
        received[collection] = tuple(received[collection][number] for number in order)
    return tuple(
        f"{what} is {new}, and was {old} in another order of {collection}"
        for what, old, new in [
            *_whole(before, after),
            ("what each receives", received, after.beneficiaries),
        ]
        if old != new
    )


def order_of_requirements_changes_nothing(application: BaseModel, rule_set: RuleSet, order: Sequence[int]) -> Breaches:
    """No requirement depends on another one: each finding is the same, in whatever order they are asked."""
    shuffled = replace(rule_set, requirements=tuple(rule_set.requirements[number] for number in order))
    before, after = assess(application, rule_set), assess(application, shuffled)
    return tuple(
        f"{what} is {new}, and was {old} in another order of the requirements"
        for what, old, new in [
            *_whole(before, after),
            ("what each receives", before.beneficiaries, after.beneficiaries),
            *((f"the finding {each.code}", each, after.finding(each.code)) for each in before.findings),
        ]
        if old != new
    )


def knowing_more_only_settles(less: BaseModel, more: BaseModel, rule_set: RuleSet) -> Breaches:
    """A fact that is learnt may settle what was open, and changes nothing else.

    Args:
        less: An application.
        more: The same, with more facts known, whichever they are.
        rule_set: The rules.
    """
    before, after = assess(less, rule_set), assess(more, rule_set)
    return tuple(_reversals(before, after))


def _reversals(before: Decision, after: Decision) -> Iterator[str]:
    for finding in before.findings:
        now = after.finding(finding.code).status
        if finding.status not in ("undetermined", now):
            yield f"{finding.code} was {finding.status}, and is {now} with more known"
    if before.outcome not in ("undetermined", after.outcome):
        yield f"the outcome was {before.outcome}, and is {after.outcome} with more known"
    yield from _unsettled("the grant", before.grant, after.grant)
    yield from _unsettled("the eligible cost", before.cost, after.cost)
    yield from _widened("the grant", before.grant_if_eligible, after.grant_if_eligible)
    for collection, results in before.beneficiaries.items():
        known = after.beneficiaries[collection]
        if results and len(results) != len(known):  # nobody is named where the collection is not known
            yield f"{collection} were {len(results)}, and are {len(known)} with more known"
        for old, new in zip(results, known, strict=False):
            yield from _reversals_of(old, new)


def _reversals_of(old: BeneficiaryResult, new: BeneficiaryResult) -> Iterator[str]:
    yield from _unsettled(f"the size of {old.id}", old.size, new.size)
    yield from _unsettled(f"the eligible cost of {old.id}", old.cost, new.cost)
    yield from _unsettled(f"the grant of {old.id}", old.grant, new.grant)
    yield from _widened(f"the grant of {old.id}", old.grant_range, new.grant_range)
    for activity, share in old.intensity.items():
        yield from _unsettled(f"the intensity for {activity} of {old.id}", share, new.intensity[activity])


def _unsettled(what: str, old: object, new: object) -> Iterator[str]:
    if old is not None and old != new:
        yield f"{what} was {old}, and is {new} with more known"


def _widened(what: str, old: Range, new: Range) -> Iterator[str]:
    lower = old.lowest is not None and (new.lowest is None or new.lowest < old.lowest)
    higher = old.highest is not None and (new.highest is None or new.highest > old.highest)
    if lower or higher:
        was, now = f"from {old.lowest} to {old.highest}", f"from {new.lowest} to {new.highest}"
        yield f"{what} was {was}, and is {now} with more known"


def no_grant_exceeds_its_ceiling(
    application: BaseModel,
    rule_set: RuleSet,
    *,
    ceiling_of: Callable[[str, str | None], Decimal],
    costs_of: Callable[[Any], Mapping[str, Decimal | None]],
) -> Breaches:
    """Nobody receives more than the share of the cost that is allowed, and the whole is the sum of what each receives.

    Args:
        application: What is examined.
        rule_set: The rules.
        ceiling_of: The highest share of the cost that is allowed for an activity, to who is of a size; where the size
            is `None`, not known or without meaning, the highest for any.
        costs_of: The eligible cost by activity of a member that receives aid; `None` where not known.
    """
    decision = assess(application, rule_set)
    found = [
        breach
        for collection, results in decision.beneficiaries.items()
        for member, result in zip(_at(application, parts_of(collection)) or (), results, strict=True)
        for breach in _beyond_ceiling(result, ceiling_of, costs_of(member))
    ]
    grants = [result.grant for results in decision.beneficiaries.values() for result in results]
    whole = decision.grant_if_eligible
    if None not in grants and whole.lowest is not None and whole.lowest == whole.highest:
        each = sum((grant for grant in grants if grant is not None), Decimal(0))
        if each != whole.lowest:
            found.append(f"the grant is {whole.lowest}, and what each receives comes to {each}")
    if decision.outcome == "not eligible" and decision.grant != 0:
        found.append(f"the grant of what is not eligible is {decision.grant}")
    return tuple(found)


def _beyond_ceiling(
    result: BeneficiaryResult,
    ceiling_of: Callable[[str, str | None], Decimal],
    costs: Mapping[str, Decimal | None],
) -> Iterator[str]:
    allowed: Decimal | None = Decimal(0)
    for activity, share in result.intensity.items():
        ceiling = ceiling_of(activity, result.size)
        if share is not None and share > ceiling:
            yield f"{result.id} receives {share} for {activity}, more than {ceiling}"
        cost = costs[activity]
        known = allowed is not None and share is not None and cost is not None
        allowed = allowed + share * cost if known else None  # type: ignore[operator]  # all three are known
    if allowed is not None and result.grant is not None and result.grant > allowed:
        yield f"the grant of {result.id} is {result.grant}, more than {allowed}"


def a_decision_comes_back_from_json(application: BaseModel, rule_set: RuleSet) -> Breaches:
    """A decision that was written as JSON is read back unchanged."""
    decision = assess(application, rule_set)
    back = Decision.model_validate_json(decision.model_dump_json())
    return () if back == decision else (f"{decision!r} comes back as {back!r}",)


def reasons_hold_only_what_decided(application: BaseModel, rule_set: RuleSet) -> Breaches:
    """The reason of a finding says what the finding says, and nothing that did not count.

    What is satisfied rests on statements that hold; what fails, on one that does not, and on none that is open; what is
    undetermined, on one that is open, and on none that fails. Where any one of several would do, each does.
    """
    decision = assess(application, rule_set)
    return tuple(breach for finding in decision.findings for breach in _wrong_reason(finding))


def _wrong_reason(finding: Finding) -> Iterator[str]:
    expected = {"satisfied": {True}, "failed": {False}, "undetermined": {None}}[finding.status]
    if _said_by(finding.reason) != expected:
        yield f"{finding.code} is {finding.status}, and its reason does not say so: {finding.reason}"
    if bool(finding.missing) != (finding.status == "undetermined"):
        yield f"{finding.code} is {finding.status}, and misses {[each.path or each.label for each in finding.missing]}"


def _said_by(reason: Reason) -> set[bool | None]:
    """What a reason says: that it holds, that it fails, that it is open; more than one thing where it is muddled."""
    if isinstance(reason, Ground):
        return {reason.holds}
    said = {one for part in reason.parts for one in _said_by(part)}
    # Of statements that count together, the conditions that led to the others hold beside them.
    return said if reason.needs == "any" or said == {True} else said - {True}


def missing_facts_are_those_that_matter(less: BaseModel, more: BaseModel, rule_set: RuleSet) -> Breaches:
    """An open finding hangs on the facts it misses, and on no others.

    None of them is known; a list may be, where none of its entries counts. As long as they are not known, all else may
    be learnt, and the finding stays open.

    Args:
        less: An application.
        more: The same, with more facts known, whichever they are.
        rule_set: The rules.
    """
    return tuple(
        breach
        for finding in assess(less, rule_set).undetermined
        for breach in _wrongly_missing(finding, less, more, rule_set)
    )


def _wrongly_missing(finding: Finding, less: BaseModel, more: BaseModel, rule_set: RuleSet) -> Iterator[str]:
    found = {parts_of(each.path): None for each in finding.missing if each.path}
    unknown = {parts: None for parts in found if _at(less, parts) is None}
    for known in found.keys() - unknown.keys():
        if not isinstance(_at(less, known), tuple):
            yield f"{finding.code} misses {place_of(known)}, which is known"
    if finding.code not in decide(_changed(more, unknown), rule_set).undetermined:
        named = ", ".join(each.path or each.label for each in finding.missing)
        yield f"{finding.code} is settled although all it misses is still unknown: {named}"


def both_doors_agree(application: BaseModel, rule_set: RuleSet) -> Breaches:
    """`decide`, which gives no reasons, and `assess`, which gives all, say the same."""
    verdict, decision = decide(application, rule_set), assess(application, rule_set)
    pairs: list[tuple[str, object, object]] = [
        ("the outcome", verdict.outcome, decision.outcome),
        ("what fails", verdict.failed, _codes(decision.failed)),
        ("what is undetermined", verdict.undetermined, _codes(decision.undetermined)),
        ("the grant", bounds(verdict.grant), _ends(decision.grant_if_eligible)),
        ("the eligible cost", _if_known(verdict.cost), decision.cost),
    ]
    for found, results in zip(verdict.beneficiaries, decision.beneficiaries.values(), strict=True):
        pairs += _pairs_of(found, results)
    return tuple(f"{what} is {one} to decide, and {other} to assess" for what, one, other in pairs if one != other)


def _pairs_of(found: Found, results: Sequence[BeneficiaryResult]) -> Iterator[tuple[str, object, object]]:
    whose = found.of.of.__name__
    costs, grants = found.cost or [], found.grant or []
    yield f"the cost of each {whose}", [_if_known(cost) for cost in costs], [result.cost for result in results]
    yield (
        f"the grant of each {whose}",
        [bounds(grant) for grant in grants],
        [_ends(each.grant_range) for each in results],
    )
    if found.size is not None:
        sizes = [str(size) if isinstance(size, str) else None for size in found.size]
        yield f"the size of each {whose}", sizes, [result.size for result in results]
    for activity, shares in found.intensity.items():
        known = [_if_known(share) for share in shares or []]
        yield f"the intensity for {activity} of each {whose}", known, [each.intensity[activity] for each in results]


def _whole(before: Decision, after: Decision) -> list[tuple[str, object, object]]:
    """What a decision says of the whole application: before and after."""
    return [
        ("the outcome", before.outcome, after.outcome),
        ("what fails", set(_codes(before.failed)), set(_codes(after.failed))),
        ("what is undetermined", set(_codes(before.undetermined)), set(_codes(after.undetermined))),
        ("the grant", before.grant, after.grant),
        ("the grant if eligible", before.grant_if_eligible, after.grant_if_eligible),
        ("the eligible cost", before.cost, after.cost),
        ("what is assumed", before.assumptions, after.assumptions),
    ]


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.code for finding in findings)


def _ends(amount: Range) -> tuple[Decimal | None, Decimal | None]:
    return amount.lowest, amount.highest


def _if_known(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


# --- facts by path ----------------------------------------------------------------------------------------------------

Path = tuple[str | int, ...]


def _at(entry: Any, path: Path) -> Any:
    """What lies at a path; `None` where a step on the way is not known."""
    for step in path:
        if entry is None:
            return None
        entry = entry[step] if isinstance(step, int) else getattr(entry, step)
    return entry


def _changed(application: Root, facts: Mapping[Path, Any]) -> Root:
    """The application with other facts at some paths."""
    for path, value in facts.items():
        application = _put(application, path, value)
    return application


def _put(entry: Any, path: Path, value: Any) -> Any:
    if not path or entry is None:  # below what is not known there is nothing to change
        return value if not path else None
    step, inner = path[0], path[1:]
    if isinstance(step, int):
        return (*entry[:step], _put(entry[step], inner, value), *entry[step + 1 :])
    return entry.model_copy(update={step: _put(getattr(entry, step), inner, value)})
