"""Tests of the operations over the real door, on real books."""
