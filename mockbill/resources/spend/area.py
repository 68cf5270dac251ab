"""Spend & Expense: users, and the budgets they spend from."""

from ..areas import Area
from . import budgets, members, users

SPEND = Area(resources=(users.RESOURCE, budgets.budgets, members.RESOURCE), files=(budgets, members))
