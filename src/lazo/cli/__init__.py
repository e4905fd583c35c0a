"""The commands: the same steps as the pages, for a terminal and for scripts. They hold no rules of the domain."""
