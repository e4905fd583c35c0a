"""E-mail: out by SMTP or by a provider's own door, in by IMAP or a webhook; what bounces tells of addresses, and who wants no more."""
