"""The ledger: what was made from what, the runs that made it, what was handed in, and the undo log."""
