"""How the business stands."""
