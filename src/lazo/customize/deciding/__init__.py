"""How the best thing to do with each customer is chosen: what is learned, what is asked, what is chosen, and the file that keeps it all."""
