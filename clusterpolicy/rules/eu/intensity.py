"""The highest share of a cost that aid may cover, by activity and by size.

Source: Regulation (EU) No 651/2014, Art. 25(5) and (6). Bonuses are percentage points, added to the base.

Not modelled yet: the bonus for effective collaboration or wide dissemination, Art. 25(6)(b). It would only raise the
ceiling, so leaving it out never allows too much.
"""

from clusterpolicy.language import Formula, Parameters, least
from clusterpolicy.model import Size
from clusterpolicy.rules.eu.sources import SOURCES

limits = Parameters.beside(__file__, "intensity.toml")

SOURCE = (SOURCES.GBER_INTENSITY, SOURCES.GBER_BONUS)
"""Where the ceilings are written."""


def industrial_research_ceiling(size: Formula | Size) -> Formula:
    """The highest share of the cost of industrial research that aid to an enterprise of `size` may cover."""
    return least(limits.industrial_research_base + limits.size_bonus[size], limits.highest_intensity)


def experimental_development_ceiling(size: Formula | Size) -> Formula:
    """The highest share of the cost of experimental development that aid to an enterprise of `size` may cover."""
    return least(limits.experimental_development_base + limits.size_bonus[size], limits.highest_intensity)
