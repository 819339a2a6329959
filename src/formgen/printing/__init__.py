"""From documents on the disk to paper: PDF, what fits on it, print packs."""
