"""Search is finding somebody by whatever one knows of them: the words of a party, kept in the transaction of what they repeat."""
