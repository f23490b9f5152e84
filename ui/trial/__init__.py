"""The trial of a changed rule file over the cases of the last days, before it takes effect."""
