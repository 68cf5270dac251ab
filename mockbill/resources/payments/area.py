"""Payments: the accounts that fund them, their orders and their life."""

from ..areas import Area
from . import (
    ap_cards,
    card_purposes,
    cards,
    check_images,
    exchange,
    funding_accounts,
    lifecycle,
    options,
    orders,
    permissions,
    recorded,
    undoing,
)
from .bank_users import bank_users
from .payments import payments

PAYMENTS = Area(
    resources=(funding_accounts.banks, bank_users, cards.cards, cards.card_users, ap_cards.ap_cards, payments),
    files=(
        orders, recorded, lifecycle, undoing, options, exchange, check_images, funding_accounts, permissions, cards,
        card_purposes,
    ),
)  # fmt: skip
