"""What is asked about interactions and to-dos."""
