"""The ground floor: people, readings, pre-screening and its rules; pure functions over frozen records."""
