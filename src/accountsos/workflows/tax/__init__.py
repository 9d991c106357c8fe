"""Corporation tax, loans, dividends and self assessment."""
