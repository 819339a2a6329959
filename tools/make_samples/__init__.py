"""Write the data files of the samples from their YAML, and check that they have the same content."""
