"""How merit is measured: criteria, panels of evaluators, marks and scores. No region, no engine."""
