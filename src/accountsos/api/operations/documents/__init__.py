"""Documents and the jobs that read them."""
