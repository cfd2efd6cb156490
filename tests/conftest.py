"""How hard the property tests try, the same for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadline: a slow example on a busy machine says nothing about the code.
settings.register_profile("dev", max_examples=50, deadline=None)
# Derandomised: a check that failed once fails again, and a change is judged by its own merits.
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
