"""A file: what would be sent, kept to be taken away, for a dry run or for whoever sends it by other means."""
