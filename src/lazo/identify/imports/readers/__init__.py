"""Readers turn any file a company keeps its customers in into batches of text.

"Data -> information -> money" begins with a file. A reader promises that count in equals count out: each row of the file comes out
either as a row of a batch, with the number a person sees in the spreadsheet, or as a rejected row with the reason. It knows nothing
of customers, of Django or of the database.
"""
