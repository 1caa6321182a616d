"""Room 3, what gets printed for the ward: task cards and must/can lists."""
