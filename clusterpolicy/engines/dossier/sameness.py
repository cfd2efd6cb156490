"""Whether two findings say the same, compared by the values behind their words: no text is made for that."""

from __future__ import annotations

from clusterpolicy.engines.dossier.memory import same
from clusterpolicy.engines.reasons import Ground, Reason, Together
from clusterpolicy.engines.record import Finding


def same_finding(one: Finding, other: Finding) -> bool:
    """Whether two findings of one requirement say the same.

    Where they do, their reasons read the same word for word. Reasons that read the same may still differ, as where a
    figure was compared that is written alike.
    """
    if one is other:
        return True
    return one.status == other.status and one.missing == other.missing and _same_reason(one.reason, other.reason)


def _same_reason(one: Reason, other: Reason) -> bool:
    if isinstance(one, Ground):
        return isinstance(other, Ground) and one.says_as(other, same)
    if not isinstance(other, Together) or one.needs != other.needs or len(one.parts) != len(other.parts):
        return False
    return all(_same_reason(a, b) for a, b in zip(one.parts, other.parts, strict=True))
