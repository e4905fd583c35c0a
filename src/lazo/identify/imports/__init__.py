"""Imports bring a company's files into identify: read, guessed, tried dry, run, and undone as a whole.

Count in equals count out: every row of a file is new, updated, a duplicate, or rejected with its reason.
"""
