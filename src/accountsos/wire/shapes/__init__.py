"""The JSON shapes of the API: one file per family, from workflow results to structs or ready bytes."""
