"""Statements and bank lines."""
