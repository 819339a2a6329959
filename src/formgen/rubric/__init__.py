"""Rubrics: a notice as data, loaded, checked, applied and explained. Knows no file format but its own."""
