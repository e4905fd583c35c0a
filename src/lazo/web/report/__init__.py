"""The month of the cycle on paper: what the board reads, as one PDF."""
