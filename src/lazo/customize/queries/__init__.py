"""What is asked of decisions and money."""
