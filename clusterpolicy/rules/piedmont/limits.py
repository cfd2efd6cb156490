"""The figures that the lines share."""

from clusterpolicy.language import Parameters

limits = Parameters.beside(__file__)
"""The parameters of Piedmont, by their key in `parameters.toml`."""
