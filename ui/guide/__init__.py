"""The user's guide in the window: its pages as rich text, read and searched by the keyboard."""
