"""Users, keys, scopes. Pure."""
