"""Run the tests against every mutant, two at a time, and list those that survive."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

from mutation.mutants import Mutant, mutants_of


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    tests: list[str]
    seconds: int
    workers: int


class _MutatedLoader(SourceFileLoader):
    """Loads a module from the text of a mutant."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)


class _MutatedFinder(MetaPathFinder):
    """Finds one module in its mutated form; all others are found as ever."""

    def __init__(self, mutant: Mutant) -> None:
        self._file = str(mutant.path.resolve())
        self._text = mutant.text

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path, target)
        if found is None or found.origin != self._file:
            return None
        loader: Loader = _MutatedLoader(fullname, self._file, self._text)
        places = found.submodule_search_locations
        return spec_from_file_location(fullname, self._file, loader=loader, submodule_search_locations=places)


def _install(mutant: Mutant) -> None:
    """Let this process see the mutant instead of the file."""
    if mutant.path.suffix == ".py":
        sys.meta_path.insert(0, _MutatedFinder(mutant))
        return
    read, file = Path.read_text, mutant.path.resolve()

    def read_text(self: Path, *arguments: Any, **named: Any) -> str:
        return mutant.text if self.resolve() == file else read(self, *arguments, **named)

    Path.read_text = read_text  # type: ignore[method-assign]  # in this process only, which ends after the tests


def _test(mutant: Mutant | None, options: Options) -> None:
    """Run the tests in this process, which has been split off for them, and end it: 0 where the mutant survives.

    Without a mutant they run on the project as it stands.
    """
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.alarm(options.seconds)
    if mutant is not None:
        _install(mutant)
    arguments = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore", "--no-header", *options.tests]
    os._exit(int(pytest.main(arguments)))


def _passes_as_it_stands(options: Options) -> bool:
    """Whether the tests pass without a mistake. Where they do not, every mutant would seem to be noticed."""
    child = os.fork()
    if child == 0:
        _test(None, options)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _survivors(mutants: list[Mutant], options: Options) -> list[Mutant]:
    waiting, survivors = list(mutants)[::-1], list[Mutant]()
    running: dict[int, Mutant] = {}
    done, started = 0, time.monotonic()
    while waiting or running:
        while waiting and len(running) < options.workers:
            mutant = waiting.pop()
            child = os.fork()
            if child == 0:
                _test(mutant, options)
            running[child] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        done += 1
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            survivors.append(mutant)
            print(f"survived {mutant}", flush=True)
        if done % 50 == 0:
            minutes = (time.monotonic() - started) / 60
            print(f"  {done} of {len(mutants)} in {minutes:.1f} minutes", file=sys.stderr, flush=True)
    return survivors


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("places", nargs="+", type=Path, help="files or folders to make mistakes in")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="tests that should notice")
    parser.add_argument("--seconds", type=int, default=120, help="a mutant that takes longer has been noticed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sample", type=int, help="only so many mutants, drawn with a fixed seed")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    chosen = parser.parse_args()
    files = [
        file
        for place in chosen.places
        for file in ([place] if place.is_file() else sorted((*place.rglob("*.py"), *place.rglob("*.toml"))))
    ]
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if chosen.sample and chosen.sample < len(mutants):
        mutants = random.Random(0).sample(mutants, chosen.sample)  # noqa: S311  # a sample, not a secret
    options = Options(chosen.tests, chosen.seconds, chosen.workers)
    if not _passes_as_it_stands(options):
        print("the tests fail without any mistake; mend that first", file=sys.stderr)
        return 1
    survivors = _survivors(mutants, options)
    killed = len(mutants) - len(survivors)
    print(f"{killed} of {len(mutants)} mutants noticed ({100 * killed / max(1, len(mutants)):.1f} %)")
    if chosen.json:
        print(json.dumps({"mutants": len(mutants), "noticed": killed, "survivors": [str(each) for each in survivors]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
