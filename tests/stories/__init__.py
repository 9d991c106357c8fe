"""Whole books kept for years through the product's doors; every figure was worked out by hand beforehand."""
