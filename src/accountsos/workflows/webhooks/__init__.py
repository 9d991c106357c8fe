"""Webhooks: where a company wants to be told, what is told, and what became of it."""
