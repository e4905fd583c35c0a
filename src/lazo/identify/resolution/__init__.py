"""Looking through the base for who is the same: records out, proposals in, the sure ones joined.

«Identify your customers» of IDIC (Peppers & Rogers). What is alike says `lazo.analytics.linkage`, which knows no customer of ours; what becomes of it is decided here.
"""
