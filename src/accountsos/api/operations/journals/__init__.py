"""Journals and their templates."""
