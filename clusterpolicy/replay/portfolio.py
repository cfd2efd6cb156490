"""Synthetic portfolios: all applications to one line, and what evaluators give them.

>>> from clusterpolicy.replay.portfolio import applications_of
>>> applications = applications_of("line_b", seed=1)
>>> len(applications), applications[0].id, applications[0].project.title
(53, 'B-001', 'Synthetic project B-001')
"""

from __future__ import annotations

from clusterpolicy.model import Application
from clusterpolicy.replay.applications import application
from clusterpolicy.replay.calibration import LINES
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.plan import Plan, of_another
from clusterpolicy.replay.published import PUBLISHED
from clusterpolicy.replay.sound import sound_plans


def plans_of(line: str, seed: int) -> dict[str, Plan]:
    """The plan of every application to a line, by its name: sound ones and others, in any order."""
    chance = Chance("portfolio", line, seed)
    calibration, published = LINES[line], PUBLISHED[line]
    plans = sound_plans(calibration, published, chance.apart("sound"))
    others = [feature for feature, times in calibration.others.items() for _ in range(times)]
    for number, feature in enumerate(others):
        plans.append(of_another(feature, calibration, published, chance.apart("other", number)))
    letter = line[-1].upper()
    shuffled = chance.apart("order").shuffled(plans)
    return {f"{letter}-{number:03d}": plan for number, plan in enumerate(shuffled, start=1)}


def applications_of(line: str, seed: int) -> tuple[Application, ...]:
    """Every application to a line: `line_a` or `line_b`. The same seed gives the same applications."""
    call, chance = PUBLISHED[line].call, Chance("facts", line, seed)
    return tuple(
        application(name, call, plan, LINES[line], chance.apart(name)) for name, plan in plans_of(line, seed).items()
    )
