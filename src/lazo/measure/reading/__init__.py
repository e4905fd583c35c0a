"""Rows of the truth and months of the warehouse as the arrays that a readout sums."""
