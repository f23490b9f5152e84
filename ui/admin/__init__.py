"""The admin part of the window."""
