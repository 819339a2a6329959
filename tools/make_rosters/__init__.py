"""Make rosters of invented people, the same for the same seed: for samples, tests and benchmarks."""
