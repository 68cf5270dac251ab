"""Accounts receivable: customers and the money that comes in from them."""

from ..areas import Area
from . import (
    bank_accounts,
    belongings,
    charges,
    invoice_files,
    payment_links,
    receipts,
    receivable_payments,
    recurring_invoices,
    sending,
)
from .contacts import contacts
from .credit_memos import credit_memos
from .customers import customers
from .invoices import invoices
from .payment_terms import payment_terms

RECEIVABLES = Area(
    resources=(
        customers,
        contacts,
        bank_accounts.bank_accounts,
        payment_terms,
        invoices,
        receivable_payments.receivable_payments,
        credit_memos,
        recurring_invoices.recurring_invoices,
    ),
    files=(
        bank_accounts,
        belongings,
        charges,
        invoice_files,
        payment_links,
        receipts,
        receivable_payments,
        recurring_invoices,
        sending,
    ),
)
