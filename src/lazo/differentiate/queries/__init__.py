"""What pages, the API and exports ask about value and place, always for the user who asks."""
