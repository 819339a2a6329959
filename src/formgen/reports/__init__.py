"""Documents of our own: summaries, lists, explanations, change sheets, entry pages.

Knows scorecards and what is listed of them; every function returns bytes. Opens no file but its own bundled template.
"""
