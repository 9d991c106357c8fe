"""Reports and what stands behind their figures."""
