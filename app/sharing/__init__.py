"""Task sharing: tasks made of notes, and what is decided about them. Tables first."""
