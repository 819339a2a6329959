"""Measurements of formgen and other ways of filling a form; run with ``python -m benchmarks``."""
