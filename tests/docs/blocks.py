"""The fenced blocks of a page, and what a reader who types them sees."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md")

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_OF_THE_READER = "pyproject.toml ("
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. `title` is the file that it shows, empty where it shows none; `line` is where it begins."""

    language: str
    title: str
    text: str
    line: int


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in their order."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        language, settings, content = found.groups()
        title = _TITLE.search(settings)
        yield Block(language, title[1] if title else "", content, text.count("\n", 0, found.start()) + 1)


def pages_with(language: str) -> list[Path]:
    """The pages that hold a block of this language that shows no file."""
    return [page for page in PAGES if any(b.language == language and not b.title for b in blocks_of(page))]


def name_of(page: Path) -> str:
    """The page, as a test is called after it."""
    return page.relative_to(ROOT).as_posix()


def write_files(page: Path, folder: Path) -> None:
    """Write into `folder` what the page tells its reader to write: the blocks that show files not of this project."""
    for block in blocks_of(page):
        if block.title.startswith(_OF_THE_READER):
            _install(tomllib.loads(block.text), folder)
        elif block.title and not (ROOT / block.title).exists():
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def _install(project: dict[str, Any], folder: Path) -> None:
    """Leave in `folder` what an installer would leave of a project beside its packages: its name and entry points."""
    name, version = project["project"]["name"], project["project"]["version"]
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["project"]["entry-points"].items()
    )
    (place / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """The commands typed in a block, each with the output that the page shows below it."""
    begins = [*_COMMAND.finditer(block.text)]
    ends = [found.start() for found in begins[1:]] + [len(block.text)]
    for found, end in zip(begins, ends, strict=True):
        yield found[1], block.text[found.end() + 1 : end]


@dataclass(slots=True)
class Prompt:
    """A prompt in the folder of this project, for the commands that pages show. `path` holds packages of the reader."""

    path: Path
    status: int = 0

    def type(self, command: str) -> str:
        """What a reader sees who types `command`, in a window of a hundred columns without colours."""
        words = shlex.split(command)
        if words == ["echo", "$?"]:
            return f"{self.status}\n"
        if words[0] != "clusterpolicy":
            raise ValueError(f"pages show the commands of this project only, not `{command}`")
        finished = subprocess.run(
            [sys.executable, "-m", "clusterpolicy", *words[1:]],
            cwd=ROOT,
            env={
                **os.environ,
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "PYTHONPATH": os.pathsep.join((str(self.path), str(ROOT))),
                "PYTHONUTF8": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.status = finished.returncode
        return finished.stdout
