"""How many bins the map has in an area."""

BINS = 14
