"""Bank lines, accounts and statements."""
