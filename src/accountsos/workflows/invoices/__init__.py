"""What is owed, and how it is settled."""
