"""Channels: how a message reaches a customer and how an answer reaches us. Each is a folder behind one contract.

"La oficina del cliente": whatever the channel, the conversation is one (DOMAIN 2.2). Nothing here decides whom to write to.
"""
