"""The probes, by area."""

from ..probe import Probe, probes_of
from . import payables, payments, platform, receivables, spend, webhooks

PROBES: list[Probe] = probes_of(platform, payables, payments, receivables, spend, webhooks)
