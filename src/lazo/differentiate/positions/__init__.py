"""Place in the cycle: which of the five areas should act on a customer today, by which rule and how far along.

The relationship cycle is what the company does; the life cycle is the customer's. A rule reads the customer's own clock
and value, never their age or their city alone: "the life cycle differs per customer, demographics are not enough".
"""
