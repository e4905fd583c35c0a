"""Customize: what each customer gets that others do not, decided by rules and by evidence, never twice and never against their will.

The third verb of IDIC (Peppers & Rogers), «personalizar»; «data must become information, and information money» (DOMAIN 1.8): a decision
says who decided, from what, with which alternatives, and what it was expected to bring; the ledger says what it brought.
"""
