"""Companies written down by hand, as their banks print them: `printing.py` makes statements of them."""
