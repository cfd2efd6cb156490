"""Which awards must be published.

Source: Regulation (EU) No 651/2014, Art. 9(1)(c).

Hard to read: the single award counts, never the sum of a beneficiary's awards; and it must *exceed* the threshold.
"""

from clusterpolicy.language import Formula, Parameters, all_of, choose, when
from clusterpolicy.rules.eu.sources import SOURCES

limits = Parameters.beside(__file__, "publication.toml")

SOURCE = SOURCES.GBER_PUBLICATION
"""Where the obligation is written."""


def threshold(*, granted_on: Formula, kind: Formula) -> Formula:
    """The amount in euro that an award of `kind` must exceed to be published."""
    return choose(
        when(granted_on >= limits.lower_threshold_from, limits.lower_threshold[kind]), otherwise=limits.first_threshold
    )


def must_be_published(*, award: Formula, threshold: Formula) -> Formula:
    """The award exceeds its threshold, on a day on which there is an obligation to publish."""
    return all_of(limits.obligation, award > threshold)
