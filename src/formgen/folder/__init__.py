"""One output folder over time: what is planned, written, moved by people, read back and handed in.

Knows paths, plans, the ledger and the documents of a folder. What stands in a document is known by ``filling``, and how
it is made and opened by ``forms``; no sheet of a data file is read here.
"""
