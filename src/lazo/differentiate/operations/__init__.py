"""What changes value and place: one verb a file."""
