"""One file per change of schema, oldest first."""
