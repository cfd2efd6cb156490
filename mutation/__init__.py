"""Mutation testing: does a test fail when a rule is wrong?

Each mutant is the project with one small mistake in it: a `<` that has become `<=`, an `all_of` that has become
`any_of`, a figure that is a cent off. A mutant that no test notices has survived, and shows a test that is missing.

    python -m mutation clusterpolicy/rules --tests tests/rules

The general tools for this change code inside functions only, or start a new Python for each mutant. Our rules are
declarations at the top of modules and figures in TOML, so they need mistakes of their own.
"""
