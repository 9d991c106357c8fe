"""Tests of the framework that the operations are declared on."""
