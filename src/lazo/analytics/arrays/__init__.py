"""The analytics once more over NumPy arrays, for a base that fits in memory: the same numbers for a fraction of the work.

The Ibis expressions beside this package are the definition and run on every engine; tests hold both equal.
"""
