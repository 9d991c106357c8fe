"""The company, its years, its chart and its audit log."""
