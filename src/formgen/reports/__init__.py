"""Documents of our own: summaries, lists, explanations, change sheets, entry pages.

Knows scorecards and what is listed of them. A document is returned as bytes, its words and rows as texts and records.
Opens no file but its own bundled template.
"""
