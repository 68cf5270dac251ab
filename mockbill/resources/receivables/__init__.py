"""Accounts receivable: customers, what they owe, and how they pay it."""
