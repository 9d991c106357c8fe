"""What an accountant looks after: opening balances, years and their locks."""
