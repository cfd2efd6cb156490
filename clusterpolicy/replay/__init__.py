"""The outcome of the practice, replayed: both calls, run on synthetic portfolios.

The portfolios are calibrated to what was published. Nothing of the outcome is written in: what is made up is what
applicants hand in and what evaluators give; see `calibration.toml`. The rules do the rest.
"""

from clusterpolicy.replay.published import PUBLISHED, Published
from clusterpolicy.replay.run import SEED, LineReplay, Replay, replay
from clusterpolicy.replay.tally import Tally

__all__ = ["PUBLISHED", "SEED", "LineReplay", "Published", "Replay", "Tally", "replay"]
