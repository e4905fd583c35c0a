"""How likely a customer is to do something soon: to leave, to fall silent, to pay late, to buy a category, to answer.

"Information" of the seed's chain data -> information -> money: learned from what customers like this one did, with the chance as it was
found to hold, and the reasons in plain words. Tables and arrays in and out; scikit-learn is loaded by the fit alone.
"""

APPLIES_DAYS = 180
"""For how long what was inferred of a customer is shown (DOMAIN 2.3 d)."""
