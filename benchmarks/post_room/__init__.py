"""Eighty papers that a stranger made who had not read this code, kept as the text and places that are on them."""
