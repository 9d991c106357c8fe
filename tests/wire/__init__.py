"""Tests of the JSON shapes and the gate."""
