"""Columns guesses what each column of a company's file is, from its header and from its contents.

The accountant's file says *Razón social, RUT, Celular, Fecha, Importe*; the product says legal name, tax id, phone, day, amount.
The catalogue of fields an import can fill lives here, once, and every guess says why it was made.
"""
