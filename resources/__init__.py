"""The files that are data: rules, device profiles, codes, words, theme, icons and fonts."""
