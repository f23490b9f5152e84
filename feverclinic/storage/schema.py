"""The whole schema: every page of tables is loaded, so that none is forgotten by a backup or an upgrade."""

from feverclinic.storage import desk_tables, tables

PAGES = (tables, desk_tables)
METADATA = tables.Row.metadata
