"""formgen: from community data to ready-to-stamp official forms."""

__version__ = "0.2.0"
