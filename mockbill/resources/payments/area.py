"""Payments: the accounts that fund them, their orders and their life, and the network that vendors are paid through."""

from ..areas import Area
from . import (
    ap_cards,
    autopay,
    card_purposes,
    cards,
    check_images,
    directory,
    exchange,
    funding_accounts,
    invitations,
    lifecycle,
    mass,
    network,
    options,
    orders,
    permissions,
    recorded,
    search,
    undoing,
)
from .bank_users import bank_users
from .payments import payments

PAYMENTS = Area(
    resources=(
        funding_accounts.banks, bank_users, cards.cards, cards.card_users, ap_cards.ap_cards, payments, mass.mass_payments,
    ),
    files=(
        orders, recorded, lifecycle, undoing, options, exchange, check_images, funding_accounts, permissions, cards,
        card_purposes, directory, invitations, network, search, mass, autopay,
    ),
)  # fmt: skip
