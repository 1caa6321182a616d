"""Files in and out: the task file that people fill in elsewhere, and what the board gives back."""
