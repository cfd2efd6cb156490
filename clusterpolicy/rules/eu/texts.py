"""Which text of the law applies: always that of the day on which the aid is granted.

Source: Regulation (EU) No 651/2014, Art. 2(28), 58(4) and (5), 59.

Hard to read: neither the day of the call nor that of the application nor that of payment decides. When the Regulation
is amended, a scheme that was exempt before stays exempt for six months, under the text before. That is a choice of who
asks, never a fallback: outside the known days there is no answer.
"""

from __future__ import annotations

from datetime import date, timedelta

from clusterpolicy.dates import months_after
from clusterpolicy.language import Parameter, Parameters

limits = Parameters.beside(__file__, "texts.toml")

FIGURES: dict[str, Parameter] = {each.name.rpartition("/")[2]: each for each in limits}
"""The parameters of this file, by their short names."""


def window(parameter: Parameter, day: date) -> tuple[date, date | None]:
    """The first and the last day of the value that is in force on `day`; the last is `None` where none is known.

    Raises: NoLawThatDay where no value is known for that day.
    """
    parameter.on(day)
    first = max(since for since, _ in parameter.values if since <= day)
    later = [since for since, _ in parameter.values if since > day]
    return first, min(later) - timedelta(days=1) if later else parameter.until


def day_before_amendment(day: date) -> date | None:
    """The last day of the text before, if `day` is within the transition after an amendment or after the end.

    `None` on every other day.
    """
    text = FIGURES["consolidated_text"]
    changes = [since for since, _ in text.values[1:]]
    if text.until is not None:
        changes.append(text.until + timedelta(days=1))
    for change in changes:
        before = change - timedelta(days=1)
        months = FIGURES["transition"].on(before)
        assert isinstance(months, int)  # whole months, by its unit
        if change <= day < months_after(change, months):
            return before
    return None
