"""VAT schemes, returns and what stands behind them."""
