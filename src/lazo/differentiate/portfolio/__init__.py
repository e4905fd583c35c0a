"""Portfolios of accounts: not all companies deserve the same care, and the cell in which one lies suggests a strategy.

Fiocca (1982): strategic importance by difficulty of managing, and for key accounts attractiveness by strength of the relationship; always
shaded by margin, which the model leaves out. Turnbull and Zolkiewski: net price by cost to serve by value of the relationship.
"""
