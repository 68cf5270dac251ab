"""The pytest plugin: fixtures that give each test a BILL of its own."""
