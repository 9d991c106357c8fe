"""Shapes of the company and its chart."""
