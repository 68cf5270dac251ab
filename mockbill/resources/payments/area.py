"""Payments: the accounts that fund them, their orders and their life."""

from ..areas import Area
from . import check_images, exchange, funding_accounts, lifecycle, options, orders, recorded, undoing
from .bank_users import bank_users
from .payments import payments

PAYMENTS = Area(
    resources=(funding_accounts.banks, bank_users, payments),
    files=(orders, recorded, lifecycle, undoing, options, exchange, check_images, funding_accounts),
)
