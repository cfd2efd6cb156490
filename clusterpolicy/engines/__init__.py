"""How answers are found: one module a way. Nothing here knows a region, and no rule knows an engine."""
