"""Claim, lease, run, retry; and the process that reads what was uploaded."""
