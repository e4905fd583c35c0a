"""Lazo: the customer relationship platform in which the relationship cycle is the centre."""

__version__ = "0.1.0"
