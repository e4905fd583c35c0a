"""The fictitious company: living data whose truth is known, so that every promise of the product can be checked.

Nobody in it exists. Names come from Faker's lists, documents carry right check digits but belong to nobody on purpose,
addresses end in example.com, and purchases are drawn from known BG/NBD and Gamma-Gamma parameters.
"""
