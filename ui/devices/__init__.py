"""The devices part of the window."""
