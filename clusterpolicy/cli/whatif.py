"""`clusterpolicy whatif`: scenarios, sweeps and cliffs from the prompt."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from clusterpolicy.calls.folder import Folder, read_folder
from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.files import content_of, format_of
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.engines.text.display import amount
from clusterpolicy.engines.text.layout import Block, Line, Table
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.reading import read_application
from clusterpolicy.registry import call_named
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.cliffs import Cliff, course_of, worst_cliffs
from clusterpolicy.whatif.compare import Comparison, Money, compare
from clusterpolicy.whatif.comparison_record import as_json
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.toml import from_toml

MOST_ROWS = 100
"""More rows than this are written to a file, not to a screen."""


def run(typed: Namespace) -> int:
    """Carry out the step that was typed. Raises: ClusterPolicyError with everything that is wrong."""
    return _STEPS[typed.step](typed)


def _compare(typed: Namespace) -> int:
    call, folder = _call(typed), _folder(typed)
    scenario = _scenario(typed, call)
    if scenario is None:
        said = "nothing is to be different"
        raise CommandError(Problem("command-invalid", "whatif compare", said, "add --scenario, --set or --without"))
    picture = _picturing(typed.picture)
    comparison = compare(call, scenario, folder.applications, folder.marks, folder.conflicts)
    if picture is not None:
        picture.save(picture.winners_and_losers(comparison), typed.picture)
    if typed.json:
        write(as_json(comparison))
    else:
        show(_document(comparison))
    return DONE


def _sweep(typed: Namespace) -> int:
    _need("numpy", "polars")
    sweeps = import_module("clusterpolicy.whatif.sweep")
    frames = import_module("clusterpolicy.whatif.frames")
    call, folder = _call(typed), _folder(typed)
    variants = _variants(typed)
    if typed.out is None and len(variants) > MOST_ROWS:
        said = f"{len(variants)} rows are too many to be looked at"
        raise CommandError(Problem("command-invalid", "whatif sweep", said, "add `--out FILE.csv`, or vary less"))
    frames.check_name(typed.out)
    with watched("variants") as progress:
        found = sweeps.sweep(
            call,
            folder.applications,
            folder.marks,
            variants,
            folder.conflicts,
            scenario=_scenario(typed, call),
            progress=progress,
        )
    frame = frames.variants_frame(found)
    if typed.out is not None:
        frames.write(frame, typed.out)
        write(f"{len(found)} variants of {len(found.applications)} applications written to {typed.out}")
    else:
        rows = tuple(tuple(str(cell) for cell in row[1:]) for row in frame.rows())
        show([Table(tuple(frame.columns[1:]), rows, frozenset(range(len(frame.columns) - 2)))])
    return DONE


def _cliffs(typed: Namespace) -> int:
    application = read_application(content_of(typed.file), format=format_of(typed.file, None))
    rules = call_named(application.call)
    changes = changes_of(typed.changes, rules.name, rules.figures)
    picture = _picturing(typed.picture)
    asked: dict[str, Any] = {"granted_on": typed.granted_on, "changes": changes}
    if typed.fact is None:
        if picture is not None:
            said = "a picture shows one fact"
            raise CommandError(Problem("command-invalid", "--picture", said, "name it with --fact"))
        reach = _number(typed.reach, "--reach")
        show(_of_cliffs(worst_cliffs(rules, [application], reach=reach, most=typed.most, **asked)))
        return DONE
    if typed.highest is None:
        raise CommandError(Problem("command-invalid", "--to", "it is missing", "say up to which value"))
    lowest, highest = _number(typed.lowest, "--from"), _number(typed.highest, "--to")
    course = course_of(application, rules, typed.fact, lowest=lowest, highest=highest, **asked)
    if picture is not None:
        picture.save(picture.course_picture(course), typed.picture)
    show(_of_cliffs(course.cliffs))
    return DONE


_STEPS = {"compare": _compare, "sweep": _sweep, "cliffs": _cliffs}


# --- what is typed ----------------------------------------------------------------------------------------------------


def _call(typed: Namespace) -> RankedCall:
    call = call_named(typed.call)
    if not isinstance(call, RankedCall):
        said = f"the applications to `{call.name}` do not compete: it has no ranking"
        raise CommandError(Problem("command-invalid", "CALL", said, "name a call that ranks its applications"))
    return call


def _folder(typed: Namespace) -> Folder:
    folder = read_folder(typed.folder, typed.call)
    if folder.problems:
        raise InputError(folder.problems)
    return folder


def _scenario(typed: Namespace, call: RankedCall) -> Scenario | None:
    """The scenario of the file, and after it what is typed; `None` where neither is there."""
    found: Scenario | None = None
    if typed.scenario is not None:
        found = from_toml(content_of(typed.scenario).decode("utf-8", "replace"))
    if typed.changes or typed.without or typed.granted_on is not None:
        changes = changes_of(typed.changes, call.name, call.all_figures)
        said = Scenario("as typed", changes, tuple(typed.without), (), typed.granted_on)
        found = said if found is None else found.then(said)
    return found


def _variants(typed: Namespace) -> Any:
    variants = import_module("clusterpolicy.whatif.variants")
    figures: dict[str, Any] = {}
    for each in typed.vary:
        name, separator, values = each.partition("=")
        if not separator or not values or name in figures:
            said = f"`{each}` does not say once which values a figure takes"
            raise CommandError(Problem("command-invalid", "--vary", said, "write --vary NAME=LOWEST:HIGHEST:STEP"))
        ends = values.split(":")
        figures[name] = variants.Steps(*ends) if len(ends) == 3 else values.split(",")
    if typed.sample is None:
        return variants.Variants.grid(figures)
    listed = [name for name, values in figures.items() if isinstance(values, list)]
    if listed or typed.sample < 1:
        said = "a sample is drawn from ranges, once or more"
        raise CommandError(Problem("command-invalid", "--sample", said, "write every figure as LOWEST:HIGHEST:STEP"))
    return variants.Variants.sampled(figures, typed.sample, seed=typed.seed)


def _number(text: str, place: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise CommandError(Problem("command-invalid", place, f"`{text}` is no amount", "write it as in 1250.50"))
    return number


def _picturing(file: str | None) -> Any:
    """What draws, where a picture is asked for; checked before anything is reckoned."""
    if file is None:
        return None
    _need("altair", "vl_convert", "numpy")
    pictures = import_module("clusterpolicy.whatif.pictures")
    pictures.check_names(file)
    return pictures


def _need(*modules: str) -> None:
    missing = [each for each in modules if find_spec(each) is None]
    if missing:
        said = f"it needs {', '.join(missing)}, which is not installed"
        raise CommandError(Problem("command-invalid", "whatif", said, "install `clusterpolicy[whatif]`"))


# --- what is shown ----------------------------------------------------------------------------------------------------


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
    yield Table(("Awards", "Before", "After", "More or less"), tuple(map(_money, rows)), frozenset((1, 2, 3)))
    for said, codes in (("pass now", found.opened), ("pass no more", found.closed)):
        for code, names in codes.items():
            yield Line(f"{code}: {', '.join(names)}", lead=f"{said}, ")


def _groups(found: Comparison) -> tuple[tuple[str, dict[str, Money]], ...]:
    return ("size", found.by_size), ("area", found.by_area), ("cluster", found.by_cluster)


def _money(row: tuple[str, Money]) -> tuple[str, ...]:
    name, money = row
    return name, amount(money.before), amount(money.after), amount(money.gain)


def _of_cliffs(cliffs: tuple[Cliff, ...]) -> Iterator[Block]:
    if not cliffs:
        yield Line("There is no cliff there.")
        return
    rows = tuple(
        (
            each.fact,
            f"{each.before.value:,}",
            f"{each.after.value:,}",
            _receives(each.before.receives),
            _receives(each.after.receives),
            ", ".join(each.because),
        )
        for each in cliffs
    )
    yield Table(("Fact", "From", "To", "Receives", "Then", "Because of"), rows, frozenset((1, 2, 3, 4)))


def _value(value: Decimal) -> str:
    """A value of a fact: amounts are held in cents, whole numbers without decimals."""
    return amount(value) if value.as_tuple().exponent == -2 else str(value)


def _receives(euro: Decimal | None) -> str:
    return "not known" if euro is None else amount(euro)
