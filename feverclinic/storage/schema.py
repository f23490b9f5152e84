"""The whole schema: every page of tables is loaded, so that none is forgotten by a backup or an upgrade."""

from feverclinic.storage import case_tables, desk_tables, tables

PAGES = (tables, desk_tables, case_tables)
METADATA = tables.Row.metadata
