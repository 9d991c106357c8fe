"""Receipts and invoices: uploaded, read, corrected, put beside what paid them."""
