"""Requirements of the common law that the rules of any call can take over as they stand.

A call lists those it wants among its own. What depends on figures of the call, such as the grant, is a function beside
its figures: `notification.below_threshold`.
"""

from __future__ import annotations

from clusterpolicy.language import Requirement, Stage, every, not_
from clusterpolicy.rules.eu import exclusions, incentive_effect
from clusterpolicy.rules.eu.difficulty import DECLARED_AS_FOUND, IN_DIFFICULTY, SOURCE
from clusterpolicy.rules.eu.sme import SIZE_DECLARED_AS_FOUND

NOT_IN_DIFFICULTY = Requirement(
    code="not-in-difficulty",
    asks="Is no enterprise an undertaking in difficulty, by its accounts?",
    holds_if=every(not_(IN_DIFFICULTY)),
    source=SOURCE,
    stage=Stage.ELIGIBILITY,
    note="By the accounts of the enterprise itself, when the application was submitted.",
)

DIFFICULTY_DECLARED_AS_FOUND = Requirement(
    code="difficulty-declared-as-found",
    asks="Does what every enterprise declares on difficulty agree with its accounts?",
    holds_if=every(DECLARED_AS_FOUND),
    source=SOURCE,
    stage=Stage.ELIGIBILITY,
)

SIZE_AS_DECLARED = Requirement(
    code="size-declared-as-found",
    asks="Is every enterprise that declares its size of that size?",
    holds_if=every(SIZE_DECLARED_AS_FOUND),
    source=SIZE_DECLARED_AS_FOUND.sources,
    stage=Stage.ELIGIBILITY,
    note="No enterprise need declare its size.",
)

NO_UNPAID_RECOVERY_ORDER = Requirement(
    code="no-unpaid-recovery-order",
    asks="Is every enterprise free of unpaid orders to recover illegal aid?",
    holds_if=every(exclusions.HAS_NO_UNPAID_RECOVERY_ORDER),
    source=exclusions.RECOVERY_ORDER_SOURCE,
    stage=Stage.ELIGIBILITY,
)

WORKS_START_AFTER_SUBMISSION = Requirement(
    code="works-start-after-submission",
    asks="Do the works start after the application?",
    holds_if=incentive_effect.WORKS_START_AFTER_SUBMISSION,
    source=incentive_effect.SOURCE,
    stage=Stage.ELIGIBILITY,
)
