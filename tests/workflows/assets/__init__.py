"""Tests of the register of fixed assets."""
