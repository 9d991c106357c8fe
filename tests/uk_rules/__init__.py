"""Tests of the UK rules."""
