"""What a region reuses to test its own rules.

- `clusterpolicy.testing.strategies`: Hypothesis strategies for every model and for whole applications, dense at every
  limit. Needs the extra `testing`.
- `clusterpolicy.testing.cases`: worked cases in files that an official can check.
- `clusterpolicy.testing.facts`: the facts of an application by path, to forget some of them or to learn more.

Nothing is imported here, so that worked cases can be used without Hypothesis.
"""
