"""Companies whose merchants, people and references the categoriser has never seen, printed as UK banks print them."""
