"""What the commands do, one module per command, named after the command; the rules are in the packages they call."""
