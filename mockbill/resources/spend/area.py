"""Spend & Expense: users, the budgets they spend from, and the custom fields that spending is coded with."""

from ..areas import Area
from . import budgets, coding, custom_fields, members, tags, users

SPEND = Area(
    resources=(users.RESOURCE, budgets.budgets, members.RESOURCE, tags.custom_fields, tags.field_values),
    files=(budgets, members, coding, custom_fields),
)
