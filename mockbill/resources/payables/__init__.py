"""Accounts payable: vendors, bills, documents."""
