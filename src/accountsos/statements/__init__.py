"""A bank's file to statement lines. Pure."""
