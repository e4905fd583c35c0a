"""Segments: groups of customers said by rules ("segmentation and data management decide campaigns", seed 1; DOMAIN 3.1).

One definition, a small JSON tree (`parsing`), three evaluators that a test holds equal: plain Python over one customer
(`reference`, what a rule means), Ibis over sets on any engine (`compiler`), and arrays over a base in memory (`arrays`),
which answers counts while a page waits.

A condition about what is not known is false, and `not` is the complement: who is not known to have bought is among those
who did not buy.
"""
