"""What people do with interactions and to-dos."""
