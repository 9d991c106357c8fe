"""Business trips and their claims."""
