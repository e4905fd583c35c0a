"""Interact: everything said and done between the company and a party, in whichever channel, and what one promised to do next.

The fourth verb of IDIC (Peppers & Rogers): each exchange remembers the ones before it.
"""
