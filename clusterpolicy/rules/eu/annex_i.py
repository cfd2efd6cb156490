"""The figures of annex I: the ceilings of the size classes, and when enterprises count together.

Source: Regulation (EU) No 651/2014, Annex I. They stand apart from what uses them, so that a rule can name them without
loading what goes through who owns whom.
"""

from pathlib import Path

from clusterpolicy.language import Parameters, Sources

ceilings = Parameters.beside(__file__, "sme.toml")
"""Staff, turnover and balance sheet total of each size class. Art. 2."""

_IN_OWNERSHIP = str(Path(__file__).parent / "ownership" / "parameters.toml")

SOURCES = Sources.beside(_IN_OWNERSHIP)
"""Where it is written when enterprises count together. Art. 3 to 6."""

limits = Parameters.beside(_IN_OWNERSHIP, sources=SOURCES)
"""When enterprises count together, and how the words that leave room are read. Art. 3 to 6."""
