"""Papers of strangers who had not read this code, a company's post each, kept as the text and places on them."""
