"""Shapes of taxes and rules."""
