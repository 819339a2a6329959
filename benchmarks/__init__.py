"""Measurements of formgen against other ways to fill a form; run with ``python -m benchmarks``."""
