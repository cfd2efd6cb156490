"""`clusterpolicy whatif compare`: a call beside itself under a scenario."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from clusterpolicy.calls.run import run_call
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.cli.whatif_asked import call_of, folder_of, scenario_of
from clusterpolicy.cli.whatif_needs import picturing
from clusterpolicy.engines.text.display import amount
from clusterpolicy.engines.text.layout import Block, Line, Table
from clusterpolicy.errors import Problem
from clusterpolicy.whatif.compare import Comparison, Effected, Money, compare
from clusterpolicy.whatif.comparison_record import as_json


def compare_call(typed: Namespace) -> int:
    """Carry out what was typed. Raises: ClusterPolicyError with everything that is wrong."""
    call, folder = call_of(typed), folder_of(typed)
    scenario = scenario_of(typed, call)
    if scenario is None:
        said = "nothing is to be different"
        raise CommandError(Problem("command-invalid", "whatif compare", said, "add --scenario, --set or --without"))
    pictures = picturing(typed.picture, typed.reasons, typed.budget)
    with watched("applications") as progress:
        comparison = compare(call, scenario, folder.applications, folder.marks, folder.conflicts, progress=progress)
    if typed.picture is not None:
        pictures.save(pictures.winners_and_losers(comparison), typed.picture)
    if typed.reasons is not None or typed.budget is not None:
        other = scenario.of(call)
        selection = run_call(
            other.call,
            folder.applications,
            folder.marks,
            folder.conflicts,
            granted_on=other.granted_on,
            changes=other.changes,
        )
        for draw, file in ((pictures.reasons_waterfall, typed.reasons), (pictures.budget_curve, typed.budget)):
            if file is not None:
                pictures.save(draw(selection), file)
    if typed.json:
        write(as_json(comparison))
    else:
        show(_document(comparison))
    return DONE


def _document(found: Comparison) -> Iterator[Block]:
    for line in str(found.diff).splitlines():
        yield Line(line.strip(), lead=line[: len(line) - len(line.lstrip())])
    yield Line("")
    counts = (
        f"{len(found.winners)} receive more, {len(found.losers)} less, {len(found.unchanged)} the same; "
        f"of {len(found.open)} it is not known"
    )
    yield Line(counts, tone="title")
    rows = [("all", found.money)]
    rows += [(f"{name}: {group}", money) for name, groups in _groups(found) for group, money in groups.items()]
    head = ("Before", "After", "More or less")
    yield Table(("Awards", *head), tuple(map(_money, rows)), frozenset((1, 2, 3)))
    moved = sorted((*found.winners, *found.losers), key=lambda each: (-(each.gain or 0), each.application.id))
    if moved:
        yield Line("")
        yield Table(("Application", *head), tuple(map(_moved, moved)), frozenset((1, 2, 3)))
    if found.open:
        yield Line(", ".join(each.application.id for each in found.open), lead="not known: ")
    for said, codes in (("pass now", found.opened), ("pass no more", found.closed)):
        for code, names in codes.items():
            yield Line(f"{code}: {', '.join(names)}", lead=f"{said}, ")


def _groups(found: Comparison) -> tuple[tuple[str, dict[str, Money]], ...]:
    return ("size", found.by_size), ("area", found.by_area), ("cluster", found.by_cluster)


def _money(row: tuple[str, Money]) -> tuple[str, ...]:
    name, money = row
    return name, amount(money.before), amount(money.after), amount(money.gain)


def _moved(each: Effected) -> tuple[str, ...]:
    amounts = (each.before.amount, each.after.amount, each.gain)
    return each.application.id, *("not known" if euro is None else amount(euro) for euro in amounts)
