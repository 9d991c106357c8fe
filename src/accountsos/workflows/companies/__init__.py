"""Companies, their years and their chart."""
