"""A score as a document: points, marks, reasons, what is missing, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from clusterpolicy.calls.score_reasons import CriterionReasons, ScoreReasons
from clusterpolicy.engines.record import Finding
from clusterpolicy.engines.text.display import day, plain, value_of
from clusterpolicy.engines.text.layout import Block, Line, Table, Tone, plain_text
from clusterpolicy.engines.text.phrases import listed, listed_of_one
from clusterpolicy.engines.text.statements import Statements
from clusterpolicy.language import Source
from clusterpolicy.scoring.span import Span

_BLANK = Line("")
_APPLICATION = "application."
_POINTS = "points"
_TONES: dict[str, Tone] = {"satisfied": "good", "failed": "bad", "undetermined": "open"}
_ANSWERS = {"satisfied": "Yes.", "failed": "No.", "undetermined": "Not known yet."}


def score_report(reasons: ScoreReasons) -> str:
    """Why a score is what it is, as plain text of at most a hundred columns."""
    return plain_text(score_document(reasons))


def score_document(reasons: ScoreReasons) -> tuple[Block, ...]:
    """Why a score is what it is, as paragraphs and tables, for those who show it in a way of their own."""
    return tuple(_Document(reasons).blocks())


class _Statements(Statements):
    """Puts reasons into words; those who take part in an application are named there too."""

    def name(self, path: str) -> str:
        return super().name(path.removeprefix(_APPLICATION))


class _Document:
    """Writes the reasons of one score. Sources are numbered in the order in which they are first named."""

    def __init__(self, reasons: ScoreReasons) -> None:
        self.reasons = reasons
        self.sources: dict[tuple[str, str, str], int] = {}
        titles = {each.code: each.title for each in reasons.criteria}
        evaluation = reasons.scorecard.evaluation
        partners, marks = evaluation.application.participations, evaluation.marks
        self.names = {
            **{f"marks[{at}]": f"{each.evaluator}, {titles[each.criterion]}" for at, each in enumerate(marks)},
            **{f"participations[{at}]": each.enterprise.name for at, each in enumerate(partners)},
        }

    def blocks(self) -> Iterator[Block]:
        reasons = self.reasons
        yield from self._head()
        yield _table(reasons.criteria)
        if reasons.excluded:
            yield _BLANK
            who = listed(map(plain, reasons.excluded))
            yield Line(f"Marks that do not count, because of a conflict of interest: those of {who}.", tone="open")
        yield from self._findings("Floors and threshold", reasons.findings)
        yield from self._findings("To be said of the panel", reasons.panel)
        yield from self._findings("Premiums, once every floor and the threshold are reached", reasons.premiums)
        yield from self._missing()
        yield from self._figures()
        yield from self._sources()

    def _head(self) -> Iterator[Block]:
        card = self.reasons.scorecard
        yield Line(f"Merit of application {plain(card.application)}", tone="title")
        yield _BLANK
        status, said = _outcome(card.passes, card.failed, card.undetermined)
        yield _entry("Merit", said, _TONES[status])
        yield _entry("Score", _said(card.score))
        yield _entry("Premium", _said(card.premium))
        yield _entry("Total", _said(card.total))
        yield _entry("Rules", f"{plain(card.merit.title)} ({card.merit.name}), figures of {day(card.day)}")
        yield _BLANK

    def _findings(self, title: str, findings: Sequence[Finding]) -> Iterator[Block]:
        if not findings:
            return
        yield from _title(title)
        for finding in findings:
            yield Line(f"{plain(finding.asks)} {_ANSWERS[finding.status]}", lead="- ", tone=_TONES[finding.status])
            laws = {missing.label for missing in finding.missing if not missing.path}
            for statement in _Statements(finding.status, self.names, laws).of(finding.reason):
                lead = "  " * (statement.depth + 1)
                yield Line(statement.text, lead=lead)
                if statement.place:
                    yield Line(f"at {statement.place}", lead=lead, tone="quiet")
                for limit in statement.limits:
                    said = f"figure {limit.parameter}, {limit.source.confidence} [{self._number(limit.source)}]"
                    yield Line(said, lead=lead, tone="quiet")
            if finding.note:
                yield Line(finding.note, lead="  ")
            cited = ", ".join(f"[{self._number(source)}] {source.confidence}" for source in finding.sources)
            yield Line(cited, lead="  ", tone="quiet")

    def _missing(self) -> Iterator[Block]:
        if not self.reasons.missing:
            return
        yield from _title("Missing, and able to change the total")
        by_path: dict[str, list[str]] = {}
        for missing in self.reasons.missing:
            by_path.setdefault(missing.path, []).append(plain(missing.label))
        for label in by_path.pop("", ()):
            yield Line(f"still to come: {label}", lead="- ")
        statements = _Statements("undetermined", self.names)
        for path, labels in by_path.items():
            name = statements.name(path)
            yield Line(f"{f'{name}: ' if name else ''}{listed_of_one(labels)}", lead="- ")
            yield Line(f"at {path}", lead="  ", tone="quiet")

    def _figures(self) -> Iterator[Block]:
        yield from _title("Figures")
        for figure in self.reasons.figures:
            kind = str(self.reasons.scorecard.merit.figures[figure.parameter].kind)
            said = f"{plain(figure.label)}: {value_of(figure.value, kind)}"
            yield Line(f"{said} ({figure.source.confidence} [{self._number(figure.source)}])", lead="- ")

    def _sources(self) -> Iterator[Block]:
        for source in self.reasons.sources:
            self._number(source)
        yield from _title("Sources")
        for (act, article, address), number in self.sources.items():
            lead = f"[{number}]".ljust(5)
            yield Line(f"{plain(act)}{f', {plain(article)}' if article else ''}", lead=lead)
            yield Line(plain(address), lead=" " * len(lead), tone="quiet", link=address)

    def _number(self, source: Source) -> int:
        return self.sources.setdefault((source.act, source.article, source.address), len(self.sources) + 1)


def _outcome(passes: bool | None, failed: Sequence[str], undetermined: Sequence[str]) -> tuple[str, str]:
    if passes:
        return "satisfied", "ENOUGH. Every floor and the threshold are reached."
    if passes is None:
        return "undetermined", f"NOT KNOWN YET. It hangs on {listed(undetermined)}."
    return "failed", f"NOT ENOUGH. Not reached: {listed(failed)}."


def _table(criteria: Sequence[CriterionReasons]) -> Table:
    head = ("Criterion", "Marks", "Times", "Points", "Of", "Floor")
    return Table(head, tuple(_row(each) for each in criteria), frozenset((2, 3, 4, 5)))


def _row(criterion: CriterionReasons) -> tuple[str, ...]:
    marks = ", ".join("?" if each.points is None else _number(each.points) for each in criterion.marks)
    return (
        f"{'– ' * criterion.depth}{plain(criterion.title)}",
        marks,
        "" if criterion.weight is None else _number(criterion.weight),
        _said(criterion.points, unit=""),
        _number(criterion.most),
        "" if criterion.floor is None else _number(criterion.floor),
    )


def _said(span: Span, unit: str = _POINTS) -> str:
    if span.exact is not None:
        return value_of(f"{span.exact:f}", unit)
    return value_of(str(span), unit)


def _number(value: Decimal) -> str:
    return value_of(f"{value:f}", "")


def _title(text: str) -> Iterator[Block]:
    yield _BLANK
    yield Line(text.upper(), tone="title")
    yield _BLANK


def _entry(label: str, text: str, tone: Tone = "plain") -> Line:
    return Line(text, lead=label.ljust(10), tone=tone)
