"""Match lines to transfers and documents; prove balances. Pure."""
