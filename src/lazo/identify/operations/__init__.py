"""What people do to identities by hand: add and correct parties, relate them, name sources and traits."""
