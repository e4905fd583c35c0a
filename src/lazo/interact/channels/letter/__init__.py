"""Printed letters: kept as they leave, made into one PDF of a day with the sheet of its addresses."""
