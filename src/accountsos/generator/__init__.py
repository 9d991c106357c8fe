"""Test companies with their truth: deterministic bank lines and the files banks would print."""
