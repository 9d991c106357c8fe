"""The register of fixed assets: list, one asset, a new one."""
