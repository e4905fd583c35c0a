"""Function views: each makes one call to the floors below and shows what it answers."""
