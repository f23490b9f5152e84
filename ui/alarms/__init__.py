"""The page of alarms: what runs, what to do, what became of it in the week."""
