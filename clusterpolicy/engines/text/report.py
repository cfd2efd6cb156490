"""A decision as a document: what an official reads, checks and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from clusterpolicy.engines.reasons import written
from clusterpolicy.engines.record import Assumption, BeneficiaryResult, DecisionRecord, Finding, Range
from clusterpolicy.engines.text.display import NOT_KNOWN, amount, plain, share, value_of
from clusterpolicy.engines.text.display import day as day_in_words
from clusterpolicy.engines.text.layout import Block, Line, Table, Tone, plain_text
from clusterpolicy.engines.text.phrases import listed_of_one
from clusterpolicy.engines.text.statements import Statement, Statements
from clusterpolicy.language.source import Source
from clusterpolicy.language.written import read_written

_BLANK = Line("")
_NOBODY_YET = {
    "not eligible": "Nobody receives a grant. These are the figures as they would be in an eligible application.",
    "undetermined": "Nobody receives a grant before the application is found eligible.",
}
_TONES: dict[str, Tone] = {"satisfied": "good", "failed": "bad", "undetermined": "open"}


def _figure(assumption: Assumption) -> str:
    """The value of an assumed figure for people; of a table, row by row."""
    value = read_written(assumption.value)
    if not isinstance(value, dict):
        return _cell(value, assumption.unit)
    return "; ".join(f"{plain(row)}: {_cell(cell, assumption.unit)}" for row, cell in value.items())


def _cell(value: Any, unit: str) -> str:
    return value_of(written(tuple(value) if isinstance(value, list) else value, unit), unit)


def report(decision: DecisionRecord) -> str:
    """The decision as plain text of at most a hundred columns, with every reason and its source."""
    return plain_text(document(decision))


def document(decision: DecisionRecord) -> tuple[Block, ...]:
    """The decision as paragraphs and tables, for those who show it in a way of their own."""
    return tuple(_Document(decision).blocks())


class _Document:
    """Writes one decision. Sources are numbered in the order in which they are first named."""

    def __init__(self, decision: DecisionRecord) -> None:
        self.decision = decision
        self.sources: dict[tuple[str, str, str], int] = {}
        self.names = {
            f"{where}[{at}]": each.name
            for where, found in decision.beneficiaries.items()
            for at, each in enumerate(found)
        }

    def blocks(self) -> Iterator[Block]:
        decision = self.decision
        yield from self._head()
        yield from self._beneficiaries()
        yield from self._findings("Requirements that fail", decision.failed)
        yield from self._findings("Requirements that cannot be decided yet", decision.undetermined)
        yield from self._satisfied()
        yield from self._assumptions()
        yield from self._sources()
        yield from self._seal()

    # --- the outcome ------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[Block]:
        decision, seal = self.decision, self.decision.seal
        yield Line(f"Decision on application {plain(decision.application)}", tone="title")
        yield _BLANK
        yield _entry("Call", f"{plain(decision.call)} ({seal.rule_set}, rules of version {seal.version})")
        tones: dict[str, Tone] = {"eligible": "good", "not eligible": "bad", "undetermined": "open"}
        yield _entry("Outcome", _outcome(decision), tones[decision.outcome])
        yield _entry("Eligible cost", _known_amount(decision.cost))
        yield _entry("Grant", _grant(decision))
        which = "given as the day of granting" if seal.law_of_is == "given" else "the expected day of granting"
        yield _entry("Law of", f"{day_in_words(seal.law_of)}, {which}")
        for name, value in seal.changed.items():
            yield _entry("Changed", f"{name} is {plain(value)} here. This is not the figure of the rules.", "bad")

    def _beneficiaries(self) -> Iterator[Block]:
        decision = self.decision
        yield from _title("Who receives what")
        if decision.outcome != "eligible":
            yield Line(_NOBODY_YET[decision.outcome])
            yield _BLANK
        found = {where: members for where, members in decision.beneficiaries.items() if members}
        if not found:
            yield Line("It is not known who takes part.")
        for place, (where, members) in enumerate(found.items()):
            if place:
                yield _BLANK
            if len(found) > 1:
                yield Line(f"{where.replace('_', ' ').capitalize()}:")
            yield _table(members)

    # --- the findings -----------------------------------------------------------------------------------------------

    def _findings(self, title: str, findings: Sequence[Finding]) -> Iterator[Block]:
        if not findings:
            return
        yield from _title(f"{title} ({len(findings)})")
        for place, finding in enumerate(findings):
            if place:
                yield _BLANK
            yield from self._finding(finding)

    def _finding(self, finding: Finding) -> Iterator[Block]:
        yield Line(finding.code, tone=_TONES[finding.status])
        answer = "No." if finding.status == "failed" else "Not known yet."
        yield Line(f"{plain(finding.asks)} {answer}", lead="  ")
        if finding.note:
            yield Line(f"Note: {plain(finding.note)}", lead="  ")
        laws = {missing.label for missing in finding.missing if not missing.path}
        statements = Statements(finding.status, self.names, laws)
        for statement in statements.of(finding.reason):
            yield from self._statement(statement)
        yield from self._missing(finding, statements)
        for number, source in self._numbered(finding.sources):
            lead = f"  [{number}] "
            yield Line(f"Source: {_cited(source)}", lead=lead, tone="quiet")
            yield _address(source.address, len(lead))

    def _statement(self, statement: Statement) -> Iterator[Block]:
        lead = "  " * (statement.depth + 1) + ("" if statement.is_head else "- ")
        yield Line(statement.text, lead=lead)
        inner = " " * len(lead)
        if statement.place:
            yield Line(f"at {statement.place}", lead=inner, tone="quiet")
        for limit in statement.limits:
            number = self._number(limit.source)
            said = f"figure {limit.parameter}, {limit.source.confidence} [{number}]"
            yield Line(f"{said}{_note(limit.source)}", lead=inner, tone="quiet")
        for note in statement.notes:
            yield Line(note, lead=inner, tone="quiet")

    def _missing(self, finding: Finding, statements: Statements) -> Iterator[Block]:
        if not finding.missing:
            return
        yield Line("Missing, and able to decide it:", lead="  ", tone="open")
        by_path: dict[str, list[str]] = {}
        for missing in finding.missing:
            by_path.setdefault(missing.path, []).append(plain(missing.label))
        for label in by_path.pop("", ()):
            yield Line(f"a rule that is not known, or not modelled: {label}", lead="    - ")
        for path, labels in by_path.items():
            name = statements.name(path)
            yield Line(f"{f'{name}: ' if name else ''}{listed_of_one(labels)}", lead="    - ")
            yield Line(f"at {path}", lead="      ", tone="quiet")

    def _satisfied(self) -> Iterator[Block]:
        findings = self.decision.satisfied
        if not findings:
            return
        yield from _title(f"Requirements that are satisfied ({len(findings)})")
        for finding in findings:
            yield Line(f"{finding.code}: {plain(finding.asks)} Yes.", lead="- ")
            cited = [f"[{number}] {source.confidence}" for number, source in self._numbered(finding.sources)]
            yield Line(", ".join(cited), lead="  ", tone="quiet")

    # --- what it rests on -------------------------------------------------------------------------------------------

    def _assumptions(self) -> Iterator[Block]:
        assumptions = self.decision.assumptions
        if not assumptions:
            return
        yield from _title(f"Figures that no source states ({len(assumptions)})")
        yield Line("They were assumed, each for the reason given. Who signs this decision accepts them.")
        for each in assumptions:
            yield Line(f"{plain(each.label)}: {_figure(each)} ({each.parameter})", lead="- ")
            yield Line(plain(each.why), lead="  ", tone="quiet")

    def _sources(self) -> Iterator[Block]:
        yield from _title("Sources")
        for (act, article, address), number in self.sources.items():
            lead = f"[{number}]".ljust(5)
            yield Line(f"{plain(act)}{f', {plain(article)}' if article else ''}", lead=lead)
            yield _address(address, len(lead))

    def _numbered(self, sources: Iterable[Source]) -> list[tuple[int, Source]]:
        return [(self._number(source), source) for source in sources]

    def _number(self, source: Source) -> int:
        return self.sources.setdefault((source.act, source.article, source.address), len(self.sources) + 1)

    def _seal(self) -> Iterator[Block]:
        seal = self.decision.seal
        yield from _title("Seal")
        yield _entry("Rules", f"{seal.rule_set}, version {seal.version}")
        yield _entry("", seal.rules)
        yield _entry("Application", seal.application)
        yield _entry("Library", f"clusterpolicy {seal.library}")
        yield _BLANK
        yield _BLANK
        yield Line("Place and date: __________________________    Signature: __________________________")


def _outcome(decision: DecisionRecord) -> str:
    failed, undetermined, all_of_them = len(decision.failed), len(decision.undetermined), len(decision.findings)
    open_too = f", and {undetermined} cannot be decided yet" if undetermined else ""
    if decision.outcome == "eligible":
        return f"ELIGIBLE. All {all_of_them} requirements are satisfied."
    if decision.outcome == "not eligible":
        return f"NOT ELIGIBLE. Of {all_of_them} requirements, {failed} {_fail(failed)}{open_too}."
    return f"UNDETERMINED. None of {all_of_them} requirements fails{open_too}."


def _fail(number: int) -> str:
    return "fails" if number == 1 else "fail"


def _grant(decision: DecisionRecord) -> str:
    possible = _range(decision.grant_if_eligible)
    if decision.outcome == "not eligible":
        return f"{amount(Decimal(0))}. In an eligible application it would be: {possible}."
    if decision.grant is not None:
        return amount(decision.grant)
    return f"{NOT_KNOWN} yet. If the application is eligible: {possible}."


def _table(members: Sequence[BeneficiaryResult]) -> Table:
    activities = list(dict.fromkeys(activity for each in members for activity in each.intensity))
    sizes = any(each.size is not None for each in members)
    head = ["Id", "Name", *(["Size"] if sizes else []), "Eligible cost (EUR)"]
    head += [f"Rate of {activity.replace('_', ' ')}" for activity in activities] + ["Grant (EUR)"]
    rows = [_row(each, activities, sizes) for each in members]
    first = 3 if sizes else 2
    return Table(tuple(head), tuple(rows), frozenset(range(first, len(head))))


def _row(member: BeneficiaryResult, activities: Sequence[str], sizes: bool) -> tuple[str, ...]:
    rates = (member.intensity.get(activity) for activity in activities)
    return (
        plain(member.id),
        plain(member.name),
        *([plain(member.size or NOT_KNOWN)] if sizes else []),
        _known_amount(member.cost).replace(" EUR", ""),
        *(NOT_KNOWN if rate is None else share(rate) for rate in rates),
        _range(member.grant_range).replace(" EUR", ""),
    )


def _range(found: Range) -> str:
    lowest, highest = found.lowest, found.highest
    if lowest is not None and lowest == highest:
        return amount(lowest)
    if lowest is None and highest is None:
        return NOT_KNOWN
    ends = " to ".join(str(end) for end in (lowest, highest) if end is not None)
    if highest is None:
        ends += " or more"
    elif lowest is None:
        ends += " or less"
    return value_of(ends, "EUR")


def _known_amount(value: Decimal | None) -> str:
    return NOT_KNOWN if value is None else amount(value)


def _cited(source: Source) -> str:
    place = f", {plain(source.article)}" if source.article else ""
    dated = f", {day_in_words(source.dated)}" if source.dated else ""
    return f"{plain(source.act)}{place}{dated} ({source.confidence}){_note(source)}"


def _note(source: Source) -> str:
    return f". {plain(source.note)}" if source.note else ""


def _address(address: str, indent: int) -> Line:
    return Line(plain(address), lead=" " * indent, tone="quiet", link=address)


def _title(text: str) -> Iterator[Block]:
    yield _BLANK
    yield Line(text.upper(), tone="title")
    yield _BLANK


def _entry(label: str, text: str, tone: Tone = "plain") -> Line:
    return Line(text, lead=label.ljust(15), tone=tone)
