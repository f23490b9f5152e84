"""Measurements: every figure is a ratio to the bare thing, taken in turn in the same run."""
