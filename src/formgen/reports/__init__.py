"""Documents of our own without a template: summaries, lists, explanations, change sheets.

Knows scorecards and what is listed of them; every function returns bytes and touches no file or folder.
"""
