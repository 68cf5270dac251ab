"""The probes, by area."""

from ..probe import Probe, probes_of
from . import payables, payments, platform, receivables, spend, told, told_books, webhooks

PROBES: list[Probe] = probes_of(platform, told, payables, payments, receivables, told_books, spend, webhooks)
