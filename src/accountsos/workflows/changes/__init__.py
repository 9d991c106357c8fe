"""What changed in a company's books, in order."""
