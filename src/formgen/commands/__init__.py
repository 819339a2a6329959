"""What the commands do, one module per command, named after the command.

A module puts together what stands in the rooms below, and says what is to be done in which order; it prints nothing.
"""
