"""Money: an amount in minor units and its currency, exchange rates by date, price levels by month."""
