"""UK tax and filing rules: dated, sourced parameters and small pure functions that cite them."""
