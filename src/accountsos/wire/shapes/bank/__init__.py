"""Shapes of bank lines, accounts and statements."""
