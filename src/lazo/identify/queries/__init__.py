"""What is asked of identities: who somebody is found to be, to whom they are related, what is known of them."""
