"""A receipt or invoice file to document facts with provenance."""
