"""Companies that a person wrote down line by line, as their banks print them: `printing.py` makes statements of them."""
