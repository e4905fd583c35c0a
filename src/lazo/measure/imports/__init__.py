"""Files that measure understands: experiments that ended elsewhere, and what was spent."""
