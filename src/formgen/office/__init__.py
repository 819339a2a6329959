"""What an Office file is: a zip package with limits, a document's own properties, atomic writes."""
