"""The version of formgen, apart from the library so that any room may know it."""

__version__ = "0.2.0"
