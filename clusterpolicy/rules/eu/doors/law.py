"""Which law applies to aid that is granted on a day? Art. 58 and 59."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterpolicy.errors import InputError
from clusterpolicy.language import Source
from clusterpolicy.rules.eu.doors.facts import faults_of_asking
from clusterpolicy.rules.eu.texts import FIGURES, day_before_amendment, window


@dataclass(frozen=True, slots=True)
class Law:
    """The law that applies to aid granted on a day.

    Attributes:
        granted_on: The day asked about.
        law_of: The day whose law applies: the same day, or in a transition the last day of the text before.
        value: The name of the consolidated text: the year in which it came into force.
        act: The Regulation with the act that amended it last.
        in_force_from, in_force_to: The first and the last day of that text.
        intensity_rules: `R1` to 2023-06-30, `R2` from 2023-07-01. They differ in the bonuses of Art. 25(6).
        de_minimis_act, research_framework: The companions in force on the day of granting itself.
        reasons: Why this text applies.
        sources: Where that is written.
    """

    granted_on: date
    law_of: date
    value: str
    act: str
    in_force_from: date
    in_force_to: date | None
    intensity_rules: str
    de_minimis_act: str
    research_framework: str
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]

    def report(self) -> str:
        """The answer as text, with its reasons and sources."""
        lines = [f"Text of {self.value}: {self.act}.", *self.reasons, *(f"Source: {each}" for each in self.sources)]
        return "\n".join(lines)


def law_in_force(day: date, *, scheme_not_adapted: bool = False) -> Law:
    """The law that applies to aid granted on `day`.

    Args:
        day: The day of granting: that of the legal right to the aid.
        scheme_not_adapted: Whether the aid is granted under a scheme that was exempt under the text before and was not
            adapted yet. In the six months after an amendment, or after the end, that text then applies.

    Raises: NoLawThatDay before 2014-07-01 and after 2026-12-31 (with `scheme_not_adapted`: after 2027-06-30);
    InputError for what is no day, or a switch that is neither true nor false.

    >>> law_in_force(date(2023, 7, 1)).intensity_rules
    'R2'
    >>> law_in_force(date(2023, 12, 31), scheme_not_adapted=True).intensity_rules
    'R1'
    """
    problems = tuple(faults_of_asking(day, switch=scheme_not_adapted, place="day"))
    if problems:
        raise InputError(problems)
    before = day_before_amendment(day) if scheme_not_adapted else None
    law_of = day if before is None else before
    text = FIGURES["consolidated_text"]
    found = str(text.on(law_of))
    first, last = window(text, law_of)
    reasons = [f"The aid is granted on {day}; the text in force from {first} to {last} applies."]
    if before is not None:
        reasons.append("The scheme was exempt under this text, and stays so for six months after its end.")
    return Law(
        granted_on=day,
        law_of=law_of,
        value=found,
        act=str(FIGURES["act"].on(law_of)),
        in_force_from=first,
        in_force_to=last,
        intensity_rules=str(FIGURES["intensity_rules"].on(law_of)),
        de_minimis_act=str(FIGURES["de_minimis_act"].on(day)),
        research_framework=str(FIGURES["research_framework"].on(day)),
        reasons=tuple(reasons),
        sources=(text.source, *([FIGURES["transition"].source] if before is not None else [])),
    )


def day_of_law(day: date, *, scheme_not_adapted: bool) -> date:
    """The day whose law applies to aid granted on `day`. Raises: NoLawThatDay, as `law_in_force` does."""
    return law_in_force(day, scheme_not_adapted=scheme_not_adapted).law_of
