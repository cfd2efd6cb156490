"""What every what-if on a call is asked with: the call, the folder, and the scenario."""

from __future__ import annotations

from argparse import Namespace

from clusterpolicy.calls.folder import Folder, read_folder
from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.files import content_of
from clusterpolicy.cli.status import CommandError
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.registry import call_named
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.table_rows import parsed
from clusterpolicy.whatif.toml import from_toml


def call_of(typed: Namespace) -> RankedCall:
    """The call that was named. Raises: CommandError for one that ranks nobody."""
    call = call_named(typed.call)
    if not isinstance(call, RankedCall):
        said = f"the applications to `{call.name}` do not compete: it has no ranking"
        raise CommandError(Problem("command-invalid", "CALL", said, "name a call that ranks its applications"))
    return call


def folder_of(typed: Namespace) -> Folder:
    """All that the folder holds. Raises: InputError with everything that is wrong with it."""
    folder = read_folder(typed.folder, typed.call)
    if folder.problems:
        raise InputError(folder.problems)
    return folder


def scenario_of(typed: Namespace, call: RankedCall) -> Scenario | None:
    """The scenario of the file, and after it what is typed; `None` where neither is there."""
    found: Scenario | None = None
    if typed.scenario is not None:
        found = from_toml(text_of(content_of(typed.scenario)))
    if typed.changes or typed.without or typed.granted_on is not None:
        rows = [each.partition("=") for each in typed.changes if parsed(each.partition("=")[0].strip())[1] is not None]
        plain = [each for each in typed.changes if parsed(each.partition("=")[0].strip())[1] is None]
        changes = {**changes_of(plain, call.name, call.all_figures), **{name.strip(): text for name, _, text in rows}}
        said = Scenario("as typed", changes, tuple(typed.without), (), typed.granted_on)
        found = said if found is None else found.then(said)
    return found
