"""Documents of our own without a template: summaries, lists, explanations, change sheets."""
