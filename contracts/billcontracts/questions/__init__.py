"""The probes, by area."""

from ..probe import Probe, probes_of
from . import (
    approvals,
    claims,
    credits,
    customers,
    funding,
    labels,
    payables,
    payments,
    platform,
    receivables,
    spend,
    told,
    told_books,
    webhooks,
)  # fmt: skip

PROBES: list[Probe] = probes_of(
    platform, told, labels, payables, approvals, credits, payments, funding, receivables, customers, told_books, spend,
    claims, webhooks,
)  # fmt: skip
