"""Where the common law is written."""

from clusterpolicy.language import Sources

SOURCES = Sources.beside(__file__)
"""The sources of the common law, by their key in `sources.toml`."""
