"""Papers of two strangers who had not read this code, 80 and 70, kept as the text and places that are on them."""
