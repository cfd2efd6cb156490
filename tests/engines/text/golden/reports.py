"""The reports that the three examples must give, word for word.

When the words were changed on purpose, `python -m tests.engines.text.golden.reports` writes them anew. Read the
difference.
"""

from __future__ import annotations

import re
from pathlib import Path

from clusterpolicy import assess, read_application
from clusterpolicy.rules import piedmont

FOLDER = Path(__file__).parent
EXAMPLES = sorted((FOLDER.parents[3] / "examples" / "line_a").glob("*.json"))


def report_on(example: Path) -> str:
    """The report on an example, without what changes with every rule and every version."""
    report = assess(read_application(example.read_bytes()), piedmont.LINE_A).report()
    report = re.sub(r"sha256:[0-9a-f]{64}", "sha256:...", report)
    return re.sub(r"^(Library +clusterpolicy ).*$", r"\1...", report, flags=re.MULTILINE) + "\n"


def golden_file(example: Path) -> Path:
    """Where the report on an example is kept."""
    return FOLDER / f"{example.stem}.txt"


if __name__ == "__main__":
    for each in EXAMPLES:
        golden_file(each).write_text(report_on(each), encoding="utf-8")
