"""What people do with the books: one verb phrase per file, run as one unit of work."""
