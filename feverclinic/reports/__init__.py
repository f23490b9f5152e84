"""Records to PDF bytes; no database, no Qt, no files."""
