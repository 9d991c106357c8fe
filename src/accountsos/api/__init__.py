"""The REST door: parse a request, call one workflow, shape the reply."""
