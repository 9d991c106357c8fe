"""Checks and care of the books as a whole."""
