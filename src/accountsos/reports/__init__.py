"""Trial balance in, statement out. Pure."""
