"""What was decided for each area where BILL says nothing: a table of choices per area."""
