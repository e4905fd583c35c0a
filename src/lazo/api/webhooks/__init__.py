"""Telling other systems what happens: signed letters, in order, again until they arrive, never to an address inside our own network."""
