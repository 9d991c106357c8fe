"""Reports: a sentence first, then the figures, each with what is behind it."""
