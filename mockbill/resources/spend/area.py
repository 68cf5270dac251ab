"""Spend & Expense: users, the budgets they spend from, cards, reimbursements, receipts, and what spending is coded with."""

from ..areas import Area
from . import budgets, cards, claims, coding, custom_fields, members, pan, reimbursements, tags, uploads, users

SPEND = Area(
    resources=(
        users.RESOURCE,
        budgets.budgets,
        members.RESOURCE,
        cards.RESOURCE,
        tags.custom_fields,
        tags.field_values,
        reimbursements.RESOURCE,
    ),
    files=(budgets, members, cards, pan, uploads, coding, custom_fields, claims),
)
