"""What the commands do, one module per command, named as the command; rules stand in the rooms below."""
