"""What a form says of a community: its rows, the values of its slots, drafts, filled documents.

Stands on the rubric, on scorecards and on the engine of ``forms``; touches no file.
"""
