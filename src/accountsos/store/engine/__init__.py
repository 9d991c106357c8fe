"""The two databases, the files beside them, and what they have in common."""
