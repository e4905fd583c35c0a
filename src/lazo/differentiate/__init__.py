"""Not all customers are worth the same: what each is worth now and will be, and where each stands in the cycle.

The second step of IDIC, and the seed's own warning: the life cycle differs per customer, demographics are not enough.
"""
