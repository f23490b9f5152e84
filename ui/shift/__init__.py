"""The shift part of the window: change of person, lock, leaving, hand-over."""
