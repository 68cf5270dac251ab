"""Everything decided by us and not by BILL: one named entry each, overridable per world.

A choice is a guess (evidence I) until the live sandbox settles it. An answer that relied on one says so
in `X-Mockbill-Evidence`.
"""

from collections.abc import Mapping
from typing import Any

from .choice import Choice
from .decisions.classifications import CLASSIFICATIONS
from .decisions.gateway import GATEWAY
from .decisions.invoices import INVOICES
from .decisions.payables import PAYABLES
from .decisions.payments import PAYMENTS
from .decisions.platform import PLATFORM
from .decisions.receivables import RECEIVABLES
from .decisions.spend import SPEND
from .decisions.webhooks import WEBHOOKS

AREAS = (
    GATEWAY,
    PLATFORM,
    CLASSIFICATIONS,
    PAYABLES,
    PAYMENTS,
    RECEIVABLES,
    INVOICES,
    SPEND,
    WEBHOOKS,
)
CHOICES: dict[str, Choice] = {choice.name: choice for area in AREAS for choice in area}


class Choices:
    """The choices of one world: the table's defaults and what was overridden."""

    def __init__(self, overrides: Mapping[str, Any] | None = None) -> None:
        self.overrides: dict[str, Any] = {}
        self.update(overrides or {})

    def __getitem__(self, name: str) -> Any:
        if name in self.overrides:
            return self.overrides[name]
        return CHOICES[name].default

    def update(self, overrides: Mapping[str, Any]) -> None:
        """Override choices. Raises ValueError on an unknown name or value, and then changes none."""
        checked = {}
        for name, value in overrides.items():
            if name not in CHOICES:
                raise ValueError(f"unknown choice {name!r}; GET /_mock/choices lists them")
            checked[name] = CHOICES[name].check(value)
        self.overrides.update(checked)
