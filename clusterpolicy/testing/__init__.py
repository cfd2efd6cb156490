"""What a region reuses to test its own rules.

- `clusterpolicy.testing.strategies`: Hypothesis strategies for every model and for whole applications, dense at every
  limit. Needs the extra `testing`.
- `clusterpolicy.testing.cases`: worked cases in files that an official can check.
- `clusterpolicy.testing.facts`: the facts of an application by path, to forget some of them or to learn more.
- `clusterpolicy.testing.laws`: what every rule set must keep, for any application.
- `clusterpolicy.testing.walker`: what a formula means, found in the slowest and plainest way.
- `clusterpolicy.testing.formulas`: strategies for the formulas the language can build over given models.
- `clusterpolicy.testing.ownership`: strategies for ownership graphs.

Nothing is imported here, so that worked cases can be used without Hypothesis.
"""
