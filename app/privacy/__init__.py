"""What must not be written down: the guard over every text that reaches a board. Pure."""
