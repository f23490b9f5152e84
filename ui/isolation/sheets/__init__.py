"""The sheets of the isolation desk: what each act asks, as data, and the one form that shows it."""
