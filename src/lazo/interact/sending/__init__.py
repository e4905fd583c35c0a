"""Sending: taking messages out of the outbox in small batches, handing them over, and writing what came of each, exactly once.

Killed at any instant, no message is repeated: one of which nobody knows whether it left is in doubt, and a person decides.
"""
