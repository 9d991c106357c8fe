"""What is kept of contacts."""
