"""Is an undertaking in difficulty on the day of granting? Art. 1(4)(c) and Art. 2(18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Inquiry, Quantity, Source, Value, all_of, facts_of, not_
from clusterpolicy.model import Enterprise
from clusterpolicy.model.aid import DifficultyCase
from clusterpolicy.rules.eu.difficulty import SOURCE, limits, spared_by_derogation, tests_of_difficulty
from clusterpolicy.rules.eu.doors.facts import day_or_some, facts_read, faults_of_value
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

case = facts_of(DifficultyCase)
_ENTERPRISE: TypeAdapter[Enterprise] = TypeAdapter(Enterprise)
TESTS = tests_of_difficulty(day=case.granted_on, is_sme=case.sme)

DEROGATION = Quantity(
    name="spared_by_derogation",
    label="the difficulty arose in the Covid-19 outbreak",
    formula=spared_by_derogation(
        in_difficulty_at_end_of_2019=case.in_difficulty_at_end_of_2019, in_difficulty_since=case.in_difficulty_since
    ),
    source=SOURCES.COVID_2020,
)

DIFFICULTY = Inquiry(
    name="eu/difficulty",
    version="1.0.0",
    title="Undertakings in difficulty",
    root=DifficultyCase,
    parameters=(limits,),
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_DIFFICULTY,
    in_force_from=date(2014, 7, 1),
    answers={
        "in_difficulty": TESTS.in_difficulty,
        "a": TESTS.share_capital,
        "b": TESTS.capital,
        "c": TESTS.insolvency,
        "d": TESTS.rescue,
        "e": TESTS.ratios,
        "excluded": Quantity(
            name="excluded",
            label="aid is outside the Regulation",
            formula=all_of(TESTS.in_difficulty, not_(DEROGATION)),
            source=SOURCE,
        ),
    },
)
"""The questions of Art. 2(18), test by test, and whether aid is excluded."""


@dataclass(frozen=True, slots=True)
class DifficultyAnswer:
    """Whether an undertaking is in difficulty: of the enterprise, and of its group where that is examined as well.

    Attributes:
        enterprise: The answer by the accounts of the enterprise itself.
        group: The answer by the consolidated accounts of its group; `None` where it was not asked.
        tests: The answers to the tests (a) to (e) of the enterprise itself, by their letters.
        excluded: Whether aid is outside the Regulation: in difficulty, and not spared by the derogation of 2020.
    """

    enterprise: Answer
    group: Answer | None
    tests: Mapping[str, Answer]
    excluded: Answer

    @property
    def value(self) -> bool | None:
        """Whether it is in difficulty; `None` where that is not known, or where enterprise and group differ.

        The law means the economic unit, and leaves the level to whoever grants the aid.
        """
        own: bool | None = self.enterprise.value
        return own if self.group is None or self.group.value is own else None

    @property
    def reasons(self) -> tuple[object, ...]:
        """What decided, of the enterprise first, then of the group."""
        return (*self.enterprise.reasons, *(self.group.reasons if self.group is not None else ()))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of the answers, each once."""
        more = self.group.sources if self.group is not None else ()
        return tuple(dict.fromkeys((*self.enterprise.sources, *self.excluded.sources, *more)))

    def report(self) -> str:
        """The answer as text: the tests one by one, the group, and what is not known."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"In difficulty: {self.enterprise.possible}."
        for letter, answer in self.tests.items():
            yield f"Test ({letter}), {answer.steps[-1].label}: {answer.possible}."
        if self.group is not None:
            yield f"By the consolidated accounts of the group: {self.group.possible}."
        yield f"Aid is outside the Regulation: {self.excluded.possible}."
        for each in self.enterprise.missing:
            yield f"Not known: {each.label}."
        for source in self.sources:
            yield f"Source: {source}"


def in_difficulty(
    enterprise: Enterprise,
    *,
    sme: bool | None,
    on: date,
    group: Enterprise | None = None,
    in_difficulty_at_end_of_2019: bool | None = None,
    in_difficulty_since: date | None = None,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> DifficultyAnswer:
    """Whether an enterprise is an undertaking in difficulty on the day of granting.

    Args:
        enterprise: The enterprise, with its approved accounts. What it declares itself plays no part.
        sme: Whether it is small or medium-sized.
        on: The day of granting.
        group: Its group as if it were one enterprise, with consolidated accounts; left out, the group is not asked.
        in_difficulty_at_end_of_2019: For the derogation of 2020: whether it was in difficulty on 2019-12-31.
        in_difficulty_since: For the derogation of 2020: since when it is in difficulty.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name: another reading where the law leaves room.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> accounts = {
    ...     "closes_on": "2016-12-31", "approved": True, "subscribed_capital": "150000", "other_own_funds": "20000",
    ...     "accumulated_losses": "95000.01",
    ... }
    >>> alfa = Enterprise(
    ...     name="Alfa", legal_form="limited_liability_company", constituted_on="2010-05-04", accounts=(accounts,),
    ...     in_insolvency_proceedings=False, has_unpaid_rescue_aid=False, under_restructuring_plan=False,
    ... )
    >>> answer = in_difficulty(alfa, sme=True, on=date(2017, 7, 29))
    >>> answer.value, answer.tests["a"].value
    (True, True)
    """
    asked = {
        "enterprise": enterprise,
        "granted_on": day_or_some(on),
        "sme": sme,
        "in_difficulty_at_end_of_2019": in_difficulty_at_end_of_2019,
        "in_difficulty_since": in_difficulty_since,
    }
    others = () if group is None else faults_of_value(_ENTERPRISE, group, "group")
    own = facts_read(DifficultyCase, asked, day=on, switch=scheme_not_adapted, changes=changes, others=others)
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)

    def answer(question: str, facts: DifficultyCase) -> Answer:
        return ask(DIFFICULTY, question, facts, on=day, changes=changes)

    of_group = None if group is None else facts_read(DifficultyCase, {**asked, "enterprise": group})
    return DifficultyAnswer(
        enterprise=answer("in_difficulty", own),
        group=None if of_group is None else answer("in_difficulty", of_group),
        tests={letter: answer(letter, own) for letter in "abcde"},
        excluded=answer("excluded", own),
    )
