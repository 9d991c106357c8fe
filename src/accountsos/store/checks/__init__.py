"""What is kept, held against what it follows from: one file a family of tables, each with its own checks."""
