"""The verbs: one file per desk; one click is one service call is one transaction."""
