"""Revisions of the schema; each stands alone and imports nothing of ours."""
