"""Scenarios: trouble that integrations really meet, as data that a test, a person or CI can play."""
