"""Where the calls of 2016 and 2017 and the law around them are written."""

from clusterpolicy.language import Sources

SOURCES = Sources.beside(__file__)
"""The sources of Piedmont's rules, by their key in `sources.toml`."""
