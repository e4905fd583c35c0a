"""What the pages ask of the floors below: small reads with dataclass results, under the reader's row access."""
