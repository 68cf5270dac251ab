"""What a world is: rows, clock, ids, choices. Knows nothing of HTTP and nothing of BILL's resources."""
