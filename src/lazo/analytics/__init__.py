"""Analytics: the statistics and the engines.

The lowest floor. Pure functions: a table or arrays in, a table or arrays out; no Django, no clock, no network, no
randomness that is not passed in. What a company's data say about its customers is computed here, and nowhere else is a
formula written a second time ("data -> information -> money" of the seeds begins on this floor).
"""
