"""JSON shapes and the strict JSON gate that the doors share."""
