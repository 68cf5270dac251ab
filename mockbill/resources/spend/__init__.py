"""Spend & Expense (formerly Divvy): a company of its own users, its budgets and who may spend from them."""
