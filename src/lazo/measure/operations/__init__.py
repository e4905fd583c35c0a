"""What is done: costs are entered and taken back, returns are booked, finished experiments are brought in."""
