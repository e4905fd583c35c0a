"""Business time: the days and hours on which the company works, by country."""
