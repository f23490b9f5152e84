"""The papers page: lists and figures of a day, blank sheets, the comparison log."""
