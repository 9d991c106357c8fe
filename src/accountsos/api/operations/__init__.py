"""The operations of the REST API, one file per family; `registry.py` lists them all."""
