"""The triage part of the window."""
