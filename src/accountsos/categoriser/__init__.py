"""Bank line to category, contact and VAT code, with a confidence and a reason. Pure given its model."""
