"""VAT: every return, one return with what is behind its boxes, and how the company is registered."""
