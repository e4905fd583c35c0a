"""What measure answers: readouts, the ledger by area and method, the balance of the cycle."""
