"""From text with places to facts."""
