"""Fields: in which respects two records are compared, one kind of value a file."""
