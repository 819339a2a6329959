"""Documents to files: safe names, a plan without clashes, and writes that never leave half a file."""
