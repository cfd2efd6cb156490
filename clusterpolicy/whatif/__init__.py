"""What if the rules were other: scenarios, comparisons, sweeps, cliffs, and how sure any of it is."""

from clusterpolicy.whatif.compare import Comparison, Effect, compare
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.toml import from_toml, to_toml

__all__ = ["Comparison", "Effect", "Scenario", "compare", "from_toml", "to_toml"]
