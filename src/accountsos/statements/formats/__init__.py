"""The formats: each bank's layout, and the readers of the formats that many banks share."""
