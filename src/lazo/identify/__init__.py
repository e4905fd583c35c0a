"""Who the customers are: people, companies and households, how to reach them, what they bought and said.

The first step of IDIC: without an identity there is nobody to differentiate, interact with or customize for.
"""
