"""What the doors on HTTP share: a request read within its limits, its words checked, a workflow run for it."""
