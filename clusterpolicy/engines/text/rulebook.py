"""The rulebook: a rule set read aloud from its own formulas, as a document in Markdown.

Nothing in it is written by hand, so it cannot differ from what is computed. Quantities and figures are references of
Markdown to their own sections, which leaves the text readable as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from clusterpolicy.engines.scalar import compiled
from clusterpolicy.engines.text.display import day as day_in_words
from clusterpolicy.engines.text.display import figure
from clusterpolicy.engines.text.markdown import anchor, cited, escaped, raised
from clusterpolicy.engines.text.outlines import Outline, outline
from clusterpolicy.engines.text.phrases import Phrases, is_truth, lowered
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import CODES
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.rules import Rules
from clusterpolicy.language.source import Confidence, Source

UNITS = {
    "EUR": "euro",
    "share": "share of a whole",
    "AWU": "annual work units",
    "count": "number",
    "TRL": "technology readiness level",
    "truth": "yes or no",
    "instant": "moment",
    "codes": "list",
}
"""What the unit of a figure is called, where its own name does not say it."""


def rulebook(rule_set: RuleSet, day: date | None = None) -> str:
    """All rules of a call in words, with the figures in force on a day, as Markdown.

    Args:
        rule_set: The rules of the call.
        day: The day whose figures stand in the sentences; `None` takes the day on which the call expects to grant.

    Raises: NoLawThatDay where no law, or no figure, is known for that day.

    >>> from clusterpolicy.rules import piedmont
    >>> print(rulebook(piedmont.LINE_A).splitlines()[0])
    # Piedmont, innovation clusters, Line A: projects of enterprises associated to a cluster
    """
    day = day or compiled(rule_set).granting_day
    book, *others = _books(rule_set, day)
    parts = (
        *book.parts(),
        *([book.selection()] if rule_set.provisions() else []),
        *(other.chapter() for other in others),
        [line for each in (book, *others) for line in each.references()],
    )
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _books(rule_set: RuleSet, day: date) -> list[_Rulebook]:
    """The book of the call, and those of the rules that belong to it. A figure of several stands in the first."""
    books = [_Rulebook(rules, day) for rules in (rule_set, *rule_set.further())]
    known: set[str] = set()
    labels: Counter[str] = Counter()
    for book in books:
        book.parameters = tuple(each for each in book.parameters if each.name not in known)
        known |= {each.name for each in book.parameters}
        labels.update(book.labels())
    for book in books:
        book.times_used = labels
    return books


class _Rulebook:
    """Writes the rules of a call, or of what belongs to one."""

    def __init__(self, rule_set: Rules, day: date) -> None:
        self.rule_set = rule_set
        self.day = day
        self.figures: Mapping[str, Value] = rule_set.figures_on(day)
        self.phrases = Phrases(rule_set, self.figures, self._reference)
        self.quantities = tuple(_quantities(rule_set))
        self.parameters = tuple(sorted(rule_set.figures.values(), key=lambda each: each.name))
        self.times_used: Counter[str] = Counter()

    def labels(self) -> list[str]:
        """The labels of everything that has a section."""
        return [each.label for each in self.quantities] + [lowered(each.label) for each in self.parameters]

    def parts(self) -> tuple[Iterator[str], ...]:
        """The parts of the book of a call, but for references."""
        return self._head(), self._requirements(), self._quantities(), self._tables(), self._assumptions()

    def chapter(self) -> Iterator[str]:
        """The same for rules that belong to a call, under one heading."""
        yield f"## {escaped(self.rule_set.title)}"
        yield ""
        yield f"- Rules: `{self.rule_set.name}`, version {self.rule_set.version}"
        yield f"- Act: {cited(self.rule_set.source)}"
        for part in (self._requirements(), self._quantities(), self._tables()):
            next(part)  # the heading of its own
            yield from part
        assumptions = list(self._assumed())
        if assumptions:
            yield ""
            yield f"### Assumptions of {self.rule_set.name}"
            yield ""
            yield from assumptions

    def selection(self) -> Iterator[str]:
        """By what some of the applications that pass are funded."""
        yield "## Selection"
        for provision in self.rule_set.provisions():
            yield ""
            yield f"### {provision.title}"
            yield ""
            yield from (f"- {escaped(each)}" for each in provision.says)
            if provision.sources:
                yield from self._sources(provision.sources)

    def _head(self) -> Iterator[str]:
        rules = self.rule_set
        yield f"# {escaped(rules.title)}"
        yield ""
        yield f"- Call: `{rules.name}`, rules of version {rules.version}"
        yield f"- Act: {cited(rules.source)}"
        until = "" if rules.in_force_to is None else f" to {day_in_words(rules.in_force_to)}"
        yield f"- In force: from {day_in_words(rules.in_force_from)}{until}"
        yield f"- Figures: as in force on {day_in_words(self.day)}"
        yield f"- Days begin and end in the time zone {rules.time_zone}"
        yield ""
        yield "An application is eligible if it satisfies every requirement. It is not eligible as soon as one fails."
        yield "While none fails, but facts are missing that could decide one, the outcome is undetermined."
        yield ""
        yield "A rule or a figure is *stated* by its source, *inferred* from it, or *assumed* where no source says it."

    # --- requirements and quantities --------------------------------------------------------------------------------

    def _requirements(self) -> Iterator[str]:
        yield "## Requirements"
        for requirement in self.rule_set.required():
            yield ""
            yield f"### {requirement.code}"
            yield ""
            yield f"**{escaped(requirement.asks)}** *({requirement.stage})*"
            yield ""
            yield from self._read_aloud("Satisfied if", requirement.holds_if.node)
            yield from self._figures_of(requirement.holds_if.node)
            yield from self._sources(requirement.sources)
            if requirement.note:
                yield ""
                yield f"Note: {escaped(requirement.note)}"

    def _quantities(self) -> Iterator[str]:
        yield "## Quantities"
        for quantity in self.quantities:
            definition = self.rule_set.definitions[quantity.name]
            yield ""
            yield f"### {self._heading(definition.label, definition.name)}"
            yield ""
            yield f"Name: `{definition.name}`"
            yield ""
            beginning = "It holds if" if is_truth(definition.definition) else "It is"
            yield from self._read_aloud(beginning, definition.definition)
            yield from self._figures_of(definition.definition)
            yield from self._sources(definition.sources)

    def _read_aloud(self, beginning: str, node: n.Node) -> Iterator[str]:
        read = outline(node, self.phrases)
        if not read.below:
            yield f"{beginning} {read.text}."
            return
        yield f"{beginning} {read.text}:"
        yield ""
        for each in read.below:
            yield from _bullets(each, 0)

    def _figures_of(self, node: n.Node) -> Iterator[str]:
        used = tuple(_parameters(node))
        if not used:
            return
        yield ""
        yield f"Figures on {day_in_words(self.day)}:"
        yield ""
        for parameter in used:
            value = self._value(parameter)
            label = self._reference(lowered(parameter.label), parameter.name)
            yield f"- {raised(label)}: {value}; {cited(parameter.source)}"

    def _value(self, parameter: Parameter) -> str:
        """The value of the day; of a table of lists only that it is one, for the lists stand in its own section."""
        if parameter.by is not None and parameter.kind == CODES:
            return f"a list for each {parameter.by}"
        return escaped(figure(self.figures[parameter.name], parameter.kind))

    def _sources(self, sources: Iterable[Source]) -> Iterator[str]:
        yield ""
        yield "Sources:"
        yield ""
        for source in sources:
            yield f"- {cited(source)}"

    # --- figures ----------------------------------------------------------------------------------------------------

    def _tables(self) -> Iterator[str]:
        yield "## Figures"
        for parameter in self.parameters:
            yield ""
            yield f"### {self._heading(parameter.label, parameter.name)}"
            yield ""
            unit = str(parameter.kind)
            yield f"- Name: `{parameter.name}`"
            yield f"- Unit: {UNITS.get(unit, unit)}"
            if parameter.limit is not None:
                yield f"- Limit: what is held against it must be {parameter.limit} this"
            yield f"- Source: {cited(parameter.source)}"
            if parameter.until is not None:
                yield f"- Known until {day_in_words(parameter.until)}"
            yield ""
            yield from _values(parameter)

    def _assumptions(self) -> Iterator[str]:
        yield "## Assumptions"
        yield ""
        yield "No source says these. Each was chosen for the reason given."
        yield ""
        yield from self._assumed()

    def _assumed(self) -> Iterator[str]:
        for parameter in self.parameters:
            if parameter.source.confidence is Confidence.ASSUMED:
                value = self._value(parameter)
                label = self._reference(lowered(parameter.label), parameter.name)
                yield f"- {raised(label)} ({value}): {escaped(parameter.source.note)}"
        for name, source in self._readings():
            yield f"- {raised(name)}: {escaped(source.note)}"

    def _readings(self) -> Iterator[tuple[str, Source]]:
        """The sources of requirements and quantities by which something is read in a way that no source says."""
        rules: list[tuple[str, Iterable[Source]]] = [
            (f"requirement `{each.code}`", each.sources) for each in self.rule_set.required()
        ]
        rules += [(f"quantity `{each.name}`", each.sources) for each in self.quantities]
        for name, sources in rules:
            for source in sources:
                if source.confidence is Confidence.ASSUMED:
                    yield name, source

    # --- references -------------------------------------------------------------------------------------------------

    def _reference(self, label: str, name: str) -> str:
        """A label that leads to its section. One that several share is told apart by the name."""
        return f"[{label}]" if self.times_used[label] == 1 else f"[{label}][{name}]"

    def _heading(self, label: str, name: str) -> str:
        return raised(label) if self.times_used[lowered(label)] <= 1 else f"{raised(label)}: {name}"

    def references(self) -> Iterator[str]:
        labels = [(each.label, each.name) for each in self.quantities]
        labels += [(lowered(each.label), each.name) for each in self.parameters]
        for label, name in labels:
            key = label if self.times_used[label] == 1 else name
            yield f"[{key}]: #{anchor(self._heading(label, name))}"


def _quantities(rule_set: Rules) -> Iterator[n.Named]:
    """Every quantity of the rules once, in the order in which a reader meets them."""
    seen: set[str] = set()
    stack = [part.node for part in rule_set.parts()][::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, n.Named):
            if node.name not in seen:
                seen.add(node.name)
                quantity = rule_set.definitions[node.name]
                yield quantity
                stack.append(quantity.definition)
        else:
            stack += n.children(node)[::-1]


def _parameters(node: n.Node) -> Iterator[Parameter]:
    """The parameters of a formula once each, in reading order; those of quantities belong to the quantity."""
    seen: set[str] = set()
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, n.Figure) and each.parameter.name not in seen:
            seen.add(each.parameter.name)
            yield each.parameter
        elif not isinstance(each, n.Named):
            stack += n.children(each)[::-1]


def _values(parameter: Parameter) -> Iterator[str]:
    """The values of a parameter by date: a table, or a list where a value is a list itself."""
    if parameter.kind == CODES:
        for since, value in parameter.values:
            rows = value if isinstance(value, dict) else {"": value}
            yield f"From {day_in_words(since)}:"
            yield ""
            for row, codes in rows.items():
                name = f"{escaped(row)}: " if row else ""
                yield f"- {name}{escaped(figure(codes, parameter.kind))}"
        return
    first = parameter.values[0][1]
    heads = [raised(escaped(row.replace("_", " "))) for row in first] if isinstance(first, dict) else ["Value"]
    yield f"| In force from | {' | '.join(heads)} |"
    yield f"|---{'|---:' * len(heads)}|"
    for since, value in parameter.values:
        cells = value.values() if isinstance(value, dict) else (value,)
        yield f"| {day_in_words(since)} | {' | '.join(escaped(figure(cell, parameter.kind)) for cell in cells)} |"


def _bullets(item: Outline, depth: int) -> Iterator[str]:
    """An outline as a nested list."""
    yield f"{'    ' * depth}- {raised(item.text)}{':' if item.below else ''}"
    for each in item.below:
        yield from _bullets(each, depth + 1)
