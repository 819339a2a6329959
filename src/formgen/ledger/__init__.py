"""The ledger: what was made from what, the runs that made it, what was handed in, and the undo log.

Knows one SQLite file and the copies that the undo log keeps, both in ``.formgen``. Opens no document and reads no rubric.
"""
