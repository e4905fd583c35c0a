"""How likely each customer is to leave, fall silent, pay late, buy a category or answer: learned from what happened, with the reasons.

"Information" of the seed's chain: facts and tables of past outcomes become a chance, a reason and a trait that lists, segments and the
next best action can read.
"""
