"""Files in and out: bytes to records with problems, and listings to bytes. No database, no network."""
