"""What runs side by side with limits and peers."""
