"""Fever Clinic without a screen: rules, records, devices, paper and the command line."""
