"""The workload of `benchmarks/WORKLOAD.md`: its rules, portfolios to assess, and others who assess them."""
