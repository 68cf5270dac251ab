"""Enums that more than one resource speaks of."""

from typing import Literal

PaymentStatus = Literal["UNPAID", "PARTIALLY_PAID", "SCHEDULED", "IN_PROCESS", "PAID", "UNDEFINED"]
"""How far a bill is paid (D docs/ap-bills)."""

SingleStatus = Literal[
    "SCHEDULED", "CANCELLATION_IN_PROGRESS", "CANCELED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED",
    "DISBURSEMENT_ON_HOLD", "SENT", "DELIVERED", "PARTIALLY_CLAIMED", "EXPIRING", "CLEARED", "VOID_PENDING", "VOIDED",
    "FUNDING_FAILED_VOIDED", "FUNDING_FAILED_ACTION_NEEDED", "DISBURSEMENT_FAILED_ACTION_NEEDED",
    "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED", "FUNDS_ESCHEATED", "UNDEFINED",
]  # fmt: skip
"""Where a payment stands, finely (D docs/single-status-payment-values)."""
