"""What the books say, and what stands behind each figure."""
