"""What a form says of a community: its rows, the values of its slots, drafts, filled documents.

``drafted_narrative`` writes a text that nobody wrote, and ``filled_forms`` puts the line above it that says it is a draft.
Stands on the rubric, on scorecards and on the engine of ``forms``; touches no file.
"""
