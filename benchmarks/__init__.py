"""Measurements of the library, each started as a module: `python -m benchmarks.single_case`."""
