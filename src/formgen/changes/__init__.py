"""What differs between two states of a folder, and its words."""
