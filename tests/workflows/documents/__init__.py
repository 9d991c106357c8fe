"""Documents on their way through the books: kept, listed, corrected, matched."""
