"""What may be done to the kernel's rows: verb first, by somebody, in one transaction, leaving one event."""
