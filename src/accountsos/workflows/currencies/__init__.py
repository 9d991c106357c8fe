"""Money of other currencies: what it is worth, and what it gained."""
