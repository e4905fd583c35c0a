"""Decisions as arithmetic: what is believed of an offer, a draw from that belief, and who gets what when not everybody can. Pure functions on arrays."""
