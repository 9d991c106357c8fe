"""Entries made by hand."""
