"""The engine: a form as data, its template compiled, filled, fitted, opened again and merged.

Knows slots, values and the two kinds of documents, ``word`` and ``excel``; neither rubric nor community.
"""
