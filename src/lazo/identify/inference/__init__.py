"""Relations found in the data by rule: what family, friends and companies share. Nothing found here holds until a person confirms it."""
