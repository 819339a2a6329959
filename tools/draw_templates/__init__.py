"""Draw the official forms as Word and Excel templates with their tags."""
