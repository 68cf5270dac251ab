"""`make bench`: the budgets of the project, measured side by side in one run and printed as a table."""
