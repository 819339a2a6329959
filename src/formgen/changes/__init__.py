"""What differs between two states of a folder, and its words: ``diff`` and 更正说明.

Knows plans, folders and ledgers; looks into documents, and writes nothing.
"""
