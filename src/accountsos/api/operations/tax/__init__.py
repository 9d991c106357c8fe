"""Taxes and the rules behind them."""
