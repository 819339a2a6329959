"""What an Office file is: a zip package with limits, what a document says of itself, whole writes."""
