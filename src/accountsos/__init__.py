"""AccountsOS: bookkeeping for small UK companies and sole traders."""
