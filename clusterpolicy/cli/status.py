"""Exit statuses. Those from 64 are the ones of `sysexits.h`."""

from __future__ import annotations

from clusterpolicy.errors import ClusterPolicyError, NoLawThatDay

ELIGIBLE = 0
NOT_ELIGIBLE = 1
UNDETERMINED = 2
COMMAND_INVALID = 64
INPUT_INVALID = 65
INPUT_NOT_FOUND = 66
NOT_INSTALLED = 69
INTERNAL_ERROR = 70
OUTPUT_FAILED = 74
REGION_BROKEN = 78
INTERRUPTED = 130

DONE = ELIGIBLE
"""Of commands that decide nothing."""

OF_OUTCOME = {"eligible": ELIGIBLE, "not eligible": NOT_ELIGIBLE, "undetermined": UNDETERMINED}
"""The exit status that tells the outcome of a decision."""

MEANINGS = {
    ELIGIBLE: "eligible; of other commands: done",
    NOT_ELIGIBLE: "not eligible",
    UNDETERMINED: "undetermined: facts are missing that could decide",
    COMMAND_INVALID: "the command cannot be understood",
    INPUT_INVALID: "the application cannot be read, or contradicts itself",
    INPUT_NOT_FOUND: "the file cannot be opened",
    NOT_INSTALLED: "no such call is installed, or no law is known for that day",
    INTERNAL_ERROR: "the library failed where it should not",
    OUTPUT_FAILED: "the answer cannot be written",
    REGION_BROKEN: "the rules of a region are installed, but cannot be loaded",
    INTERRUPTED: "interrupted",
}
"""What each status means, in words."""

MEANINGS_OF_CALL_RUN = {
    **{status: said for status, said in MEANINGS.items() if status != NOT_ELIGIBLE},
    DONE: "every application is decided",
    UNDETERMINED: "facts or marks are missing that could decide an application or a place",
    INPUT_INVALID: "a file cannot be read, or contradicts itself or another one",
    INPUT_NOT_FOUND: "the folder, or a file in it, cannot be opened",
}
"""The same for the run of a whole call."""

MEANINGS_OF_WHATIF = {
    **{status: said for status, said in MEANINGS_OF_CALL_RUN.items() if status != UNDETERMINED},
    DONE: "done, whatever the outcome",
}
"""The same for a what-if."""

MEANINGS_OF_PORTFOLIO = {
    **MEANINGS_OF_CALL_RUN,
    UNDETERMINED: "facts are missing that could decide an application",
    INPUT_INVALID: "a table cannot be read, or contradicts itself or another one",
    INPUT_NOT_FOUND: "a file cannot be opened",
    OUTPUT_FAILED: "the results cannot be written",
}
"""The same for a portfolio."""

MEANINGS_OF_DOSSIER = {
    **MEANINGS,
    DONE: "eligible, as it stands; of `history` and `verify`: done",
    NOT_ELIGIBLE: "not eligible, as it stands",
    UNDETERMINED: "undetermined: facts are missing that could decide, or evidence contradicts itself",
    INPUT_INVALID: "a document cannot be taken, or the journal is not as it was written; the dossier is as before",
    OUTPUT_FAILED: "the answer, or the journal, cannot be written",
}
"""The same for a dossier."""


_OF_CODES = {
    "command-invalid": COMMAND_INVALID,
    "call-unknown": NOT_INSTALLED,
    "file-not-found": INPUT_NOT_FOUND,
    "journal-not-written": OUTPUT_FAILED,
    "output-failed": OUTPUT_FAILED,
    "region-broken": REGION_BROKEN,
}


class CommandError(ClusterPolicyError):
    """The command cannot be understood, or asks for what does not fit."""


def of_error(error: ClusterPolicyError) -> int:
    """The exit status of what went wrong."""
    if isinstance(error, CommandError):
        return COMMAND_INVALID
    if isinstance(error, NoLawThatDay):
        return NOT_INSTALLED
    return next((_OF_CODES[each.code] for each in error.problems if each.code in _OF_CODES), INPUT_INVALID)
