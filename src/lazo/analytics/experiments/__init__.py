"""Experiments: who is in which arm, what the difference was, and how sure of it anybody may be. Pure functions on arrays."""
