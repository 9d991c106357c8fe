"""Shapes of documents and what pays them."""
