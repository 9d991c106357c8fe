"""AccountsOS: bookkeeping for small UK companies and sole traders."""

__version__ = "0.1.0"
