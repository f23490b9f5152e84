"""The window: one folder per desk, a presenter that thinks and a desk that draws."""
