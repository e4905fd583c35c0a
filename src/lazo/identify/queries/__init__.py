"""Questions about identities that several doors ask."""
