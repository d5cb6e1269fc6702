"""Papers of a whole list: the annex of a decree, and the BASTs of an angkatan in one print file."""
