"""The outcome that the practice published about its two calls, as `published.toml` holds it.

>>> from clusterpolicy.replay.published import PUBLISHED
>>> PUBLISHED["line_a"].financed, PUBLISHED["line_b"].grants
(73, Decimal('9300000.00'))
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterpolicy.language.source import Confidence, Source
from clusterpolicy.model.base import CheckedModel, Contradiction
from clusterpolicy.model.identifiers import Text
from clusterpolicy.replay.settings import checked, content_of
from clusterpolicy.replay.tally import Tally

_FILE = "published.toml"


class Published(Tally, CheckedModel):
    """What was published about one call.

    Attributes, beside those of a tally:
        call: The name of the call.
    """

    call: Text

    def contradictions(self) -> Iterator[Contradiction]:
        """A part that is larger than its whole."""
        for part, whole in (
            ("financed", "submitted"),
            ("financed", "enterprises"),
            ("financed", "research_contracts"),
            ("grants", "endowment"),
            ("grants", "investment"),
            ("research_contracts_value", "investment"),
        ):
            if getattr(self, part) > getattr(self, whole):
                said = f"`{part}` is more than `{whole}`"
                yield Contradiction("facts-contradict", (part,), said, "look at the publication again")


def _source() -> Source:
    entry = content_of(_FILE)["source"]
    return Source(**{**entry, "confidence": Confidence(entry["confidence"])})


SOURCE: Source = _source()
"""Where the outcome is published."""

PUBLISHED: dict[str, Published] = {
    line: checked(Published, entry, f"replay/{_FILE}: [{line}]")
    for line, entry in content_of(_FILE).items()
    if line != "source"
}
"""What was published, by line: `line_a`, `line_b`."""
