"""Excel documents: templates compiled and filled, documents opened again and edited.

Knows SpreadsheetML and what the engine gives every format; nothing outside needs more of it than ``compile_excel``.
"""
