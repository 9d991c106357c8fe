"""The command-line door: parse arguments, call one workflow, print the reply."""
