"""Bytes of instruments to readings and back; no Qt."""
