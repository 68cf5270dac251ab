"""Accounts receivable: customers and the money that comes in from them."""

from ..areas import Area
from .customers import customers
from .payment_terms import payment_terms

RECEIVABLES = Area(resources=(customers, payment_terms))
