"""Many random steps, with the answers of both memories held against a fresh assessment after each of them.

    python -m tests.engines.dossier.soak 200000

Steps are taken at one desk after the other. What happens at a desk follows from the seed and the number of the desk
alone. With `--state FILE` a run that was stopped goes on where it was. It prints how many steps were taken, and at how
many desks the answers differed; where they did, it ends with 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from tests.engines.dossier.desk import CALLS, RETE, Desk, told_once
from tests.engines.dossier.pool import FACTS

STEPS_AT_A_DESK = 40
"""After so many steps the next desk is opened. A journal that is reopened takes longer with each of them."""

STEPS_BETWEEN_WORDS = 8
"""So often all reasons are compared too, word for word; the answers always are."""

DESKS_BETWEEN_LINES = 50
"""So often a line tells how far it is."""


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    seed: int
    desk: int = 0
    steps: int = 0
    mismatches: int = 0


def facts(chance: random.Random) -> dict[str, Any]:
    """What a document states."""
    return told_once(chance.choices(FACTS, k=chance.randint(1, 4)))


def put(desk: Desk, chance: random.Random) -> None:
    desk.put(facts(chance), days=chance.randint(0, 5))


def put_several(desk: Desk, chance: random.Random) -> None:
    desk.put(*[facts(chance) for _ in range(chance.randint(2, 3))])


def come_and_go(desk: Desk, chance: random.Random) -> None:
    desk.come_and_go(facts(chance))


def leave(desk: Desk, chance: random.Random) -> None:
    if desk.partners:
        desk.leave(chance.choice(desk.partners))


def correct(desk: Desk, chance: random.Random) -> None:
    if desk.known:
        desk.correct(chance.choice(desk.known), facts(chance))


def take_back(desk: Desk, chance: random.Random) -> None:
    name = chance.choice(desk.known) if desk.known else None
    stated = [] if name is None else desk.stated_by(name)
    if name is not None and stated:
        desk.take_back(name, chance.choice(stated))


def withdraw(desk: Desk, chance: random.Random) -> None:
    if desk.known:
        desk.withdraw(chance.choice(desk.known))


def erase(desk: Desk, chance: random.Random) -> None:
    if desk.known:
        desk.erase(chance.choice(desk.known))


def pass_days(desk: Desk, chance: random.Random) -> None:
    desk.pass_days(chance.randint(0, 30))


def reopen(desk: Desk, chance: random.Random) -> None:
    desk.reopen()


def rebuild(desk: Desk, chance: random.Random) -> None:
    desk.rebuild_in_another_order()


Step = Callable[[Desk, random.Random], None]

STEPS: dict[Step, int] = {
    put: 24,
    put_several: 6,
    come_and_go: 2,
    leave: 4,
    correct: 30,
    take_back: 10,
    withdraw: 12,
    erase: 4,
    pass_days: 6,
    reopen: 2,
    rebuild: 2,
}
"""What may happen, and how often."""


def sit_at_a_desk(seed: int, number: int, steps: int) -> int:
    """Take so many steps at one desk; how many were taken before the answers differed, all of them where none did."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311  # nothing secret hangs on it
    call, applications = CALLS[number % len(CALLS)]
    desk = Desk(call, chance.choice((None, *applications)))
    taken: list[str] = []
    try:
        desk.check()
        for step in chance.choices(list(STEPS), weights=list(STEPS.values()), k=steps):
            taken.append(step.__name__)
            step(desk, chance)
            desk.check(words=len(taken) % STEPS_BETWEEN_WORDS == 0)
    except Exception:
        told = traceback.format_exc()
        print(f"seed {seed}, desk {number}, step {len(taken)} ({', '.join(taken)}):\n{told}", file=sys.stderr)
        return len(taken) - 1
    finally:
        desk.close()
    return len(taken)


def soak(progress: Progress, steps: int, say: Callable[[Progress], None]) -> Progress:
    """Take steps until there are so many. Tells after every desk."""
    while progress.steps < steps:
        wanted = min(STEPS_AT_A_DESK, steps - progress.steps)
        taken = sit_at_a_desk(progress.seed, progress.desk, wanted)
        progress.mismatches += taken < wanted
        progress.steps += max(taken, 1)
        progress.desk += 1
        say(progress)
    return progress


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and say what was found."""
    about = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m tests.engines.dossier.soak", description=__doc__, formatter_class=about
    )
    parser.add_argument("steps", type=int, nargs="?", default=2000, help="how many steps to take (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="what happens follows from it (default 1)")
    parser.add_argument("--state", type=Path, help="a file that keeps how far the run is, to go on from there")
    chosen = parser.parse_args(arguments)
    progress = Progress(chosen.seed)
    if chosen.state is not None and chosen.state.exists():
        progress = Progress(**json.loads(chosen.state.read_text(encoding="utf-8")))
    start, before = monotonic(), progress.steps

    def say(now: Progress) -> None:
        if now.desk % DESKS_BETWEEN_LINES and now.steps < chosen.steps:
            return
        if chosen.state is not None:
            new = chosen.state.with_suffix(".new")
            new.write_text(json.dumps(asdict(now)), encoding="utf-8")
            new.replace(chosen.state)
        speed = (now.steps - before) / max(monotonic() - start, 1e-9)
        said = f"{now.steps} of {chosen.steps} steps, {now.mismatches} mismatches, {speed:.0f} steps a second"
        print(said, file=sys.stderr, flush=True)

    soak(progress, chosen.steps, say)
    memories = "plain, rete and a fresh assessment" if RETE else "plain and a fresh assessment (no rule engine here)"
    print(f"{progress.steps} steps, {progress.mismatches} mismatches between {memories}; seed {progress.seed}")
    return 1 if progress.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
