"""One output folder over time: paths, documents, renewing, reading back, submissions."""
