"""What people promised to do, and what they did with a party."""
