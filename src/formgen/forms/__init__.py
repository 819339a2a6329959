"""Forms: which words and numbers stand in an official form, and how a template is filled with them."""
