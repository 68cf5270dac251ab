"""Paying: funding accounts, payments and their life."""
