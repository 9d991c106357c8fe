"""Invoices typed in, and every way in which one is settled."""
