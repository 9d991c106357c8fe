"""Payees and parties: names and how they are recognised. Pure."""
