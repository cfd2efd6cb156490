"""The policy, and nothing else: one folder for the common law, one for each region.

No figure stands in a rule. Figures are parameters, in TOML beside the rules, each with its source.
"""
