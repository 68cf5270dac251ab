"""Spend & Expense: users, the budgets they spend from, cards, receipts, and the custom fields to code spending with."""

from ..areas import Area
from . import budgets, cards, coding, custom_fields, members, pan, tags, uploads, users

SPEND = Area(
    resources=(
        users.RESOURCE,
        budgets.budgets,
        members.RESOURCE,
        cards.RESOURCE,
        tags.custom_fields,
        tags.field_values,
    ),
    files=(budgets, members, cards, pan, uploads, coding, custom_fields),
)
