"""What is done: experiments begin, money is booked."""
