"""Where the parts are put together: settings, addresses, who registers with whom. Nothing imports it."""
