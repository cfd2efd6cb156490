"""A comparison as JSON, for machines. Amounts are texts, so that no reader rounds them."""

from __future__ import annotations

import json
from typing import Any

from clusterpolicy.whatif.compare import Comparison, Effected, Money


def as_json(found: Comparison) -> str:
    """A comparison as one JSON object."""
    record = {
        "scenario": found.diff.scenario,
        "differences": [
            {"label": each.label, "name": each.name, "before": each.before, "after": each.after}
            for each in found.diff.differences
        ],
        "winners": len(found.winners),
        "losers": len(found.losers),
        "unchanged": len(found.unchanged),
        "open": len(found.open),
        "money": _money(found.money),
        "by_size": {group: _money(money) for group, money in found.by_size.items()},
        "by_area": {group: _money(money) for group, money in found.by_area.items()},
        "by_cluster": {group: _money(money) for group, money in found.by_cluster.items()},
        "opened": found.opened,
        "closed": found.closed,
        "applications": [_effected(each) for each in found.effects],
    }
    return json.dumps(record, indent=2, ensure_ascii=False)


def _money(money: Money) -> dict[str, str]:
    return {"before": str(money.before), "after": str(money.after), "gain": str(money.gain)}


def _effected(each: Effected) -> dict[str, Any]:
    amounts = (each.before.amount, each.after.amount)
    before, after = (None if amount is None else str(amount) for amount in amounts)
    return {
        "application": each.application.id,
        "effect": each.effect.value,
        "status_before": each.before.status,
        "status_after": each.after.status,
        "amount_before": before,
        "amount_after": after,
    }
