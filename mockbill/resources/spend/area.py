"""Spend & Expense: users, budgets, cards and what is done with them, reimbursements, and what spending is coded with."""

from ..areas import Area
from . import (
    booking,
    budgets,
    cards,
    challenges,
    claims,
    coding,
    custom_fields,
    members,
    pan,
    receipts,
    reimbursements,
    tags,
    transactions,
    uploads,
    users,
)

SPEND = Area(
    resources=(
        users.RESOURCE,
        budgets.budgets,
        members.RESOURCE,
        cards.RESOURCE,
        transactions.RESOURCE,
        tags.custom_fields,
        tags.field_values,
        reimbursements.RESOURCE,
    ),
    files=(budgets, members, cards, pan, booking, challenges, uploads, receipts, coding, custom_fields, claims),
)
