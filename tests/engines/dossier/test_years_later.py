"""A journal of schema 1 is read as long as the library lives, and a dossier outlives the process that kept it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from clusterpolicy import assess
from clusterpolicy.engines.dossier import Dossier
from clusterpolicy.engines.dossier.journal import FileStore
from clusterpolicy.rules.piedmont import LINE_B

WRITTEN = Path(__file__).parent / "journal-of-schema-1.sql"
"""The statements that make the file of a journal, as it was written when schema 1 was new. Never write it anew."""

HEAD = "a8604a0a90a3231aeb383087203fa714b4f09c0fd53305ad37f4f6625bc9c146"
"""The receipt of that day."""


@pytest.mark.filterwarnings("ignore::clusterpolicy.engines.dossier.DossierWarning")  # the rules may have changed
def test_a_journal_of_schema_1_is_still_read(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "dossier") as connection:
        connection.executescript(WRITTEN.read_text(encoding="utf-8"))
    connection.close()
    with Dossier.reopen(FileStore(tmp_path / "dossier"), LINE_B) as dossier:
        assert dossier.verify(HEAD) == ()
        assert dossier.head == HEAD
        assert [step.kind for step in dossier.history()] == [
            "put",
            "put",
            "put",
            "corrected",
            "withdrawn",
            "day",
            "moved",
        ]
        assert [each.id for each in dossier.evidence] == ["extract-delta", "form"]
        assert dossier.application.project.title == "Lighter gears"
        assert dossier.application.participations[0].enterprise.constituted_on == date(2011, 3, 2)
        assert dossier.state == "withdrawn"


PUTS_FOR_EVER = """
import sys
from datetime import date
from clusterpolicy.engines.dossier import Dossier, Evidence
from clusterpolicy.engines.dossier.journal import FileStore
from clusterpolicy.rules.piedmont import LINE_B
dossier = Dossier.open(LINE_B, on=date(2017, 3, 1), id="B-1", store=FileStore(sys.argv[1], new=True))
step = 0
while True:
    step += 1
    facts = {"participations[alfa].enterprise.name": "Fictional", "project.months": 1 + step % 24}
    several = [
        Evidence(id=f"doc-{step}-{part}", document="d", source="s", received_on=date(2017, 3, 1), facts=facts)
        for part in range(3)
    ]
    dossier.put(*several)
    dossier.withdraw(f"doc-{step}-0")
    print(step, flush=True)
"""


def test_a_dossier_killed_in_the_middle_of_a_step_is_as_after_the_last_whole_step(tmp_path: Path) -> None:
    path = tmp_path / "dossier"
    command = [sys.executable, "-c", PUTS_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(10):
            told = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        told = max([told, *(int(line) for line in process.stdout.read().split())])
    with Dossier.reopen(FileStore(path), LINE_B) as dossier:
        known = {each.id for each in dossier.evidence}
        steps = max(int(each.split("-")[1]) for each in known)
        assert steps in (told, told + 1)
        last = {f"doc-{steps}-{part}" for part in range(3)}
        assert known & last in (last, last - {f"doc-{steps}-0"})  # all three came; then one was withdrawn
        assert known - last == {f"doc-{step}-{part}" for step in range(1, steps) for part in (1, 2)}
        assert dossier.findings == assess(dossier.application, LINE_B).findings
        assert dossier.verify() == ()
        dossier.withdraw(f"doc-{steps}-1")
