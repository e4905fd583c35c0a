"""The addresses of the pages, one file a part of the house."""
