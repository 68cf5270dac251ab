"""How bills, invoices, credits and their lines are labelled: with classifications that exist."""

from collections.abc import Mapping
from typing import Any

from ..gateway.call import Call
from ..gateway.verbs import refer
from ..world.store import Row
from .classifications import KINDS, items, know_label
from .receivables.customers import customers


def know_labels(call: Call, fields: Mapping[str, Any], lines: str = "", account: str = "") -> None:
    """Refuse a label of any kind, or a customer, that is none (422 BDC_1205, I).

    Parameters:
        fields: an object that has `classifications`.
        lines, account: its members with the lines, and with the account that the whole goes to or comes from.
    """
    for part in (fields, *(fields.get(lines) or ())):
        for member, id in (part.get("classifications") or {}).items():
            if member in KINDS:
                know_label(call, member, id)
            elif id and member == "customerId":
                refer(call, customers, id)
    know_label(call, "chartOfAccountId", fields.get(account))


def label_name(label: Mapping[str, Any]) -> str:
    """How a label is called; an employee by both names."""
    return str(label.get("name") or f"{label.get('firstName', '')} {label.get('lastName', '')}".strip())


def sales_tax(call: Call, id: str | None) -> Row | None:
    """The sales tax item that an invoice or a credit memo names; another type of item is refused (422, I)."""
    if not id:
        return None
    know_label(call, "itemId", id)
    item = refer(call, items, id)
    if item["type"] != "SALES_TAX":
        raise call.business("salesTaxItemId", "The item is not a sales tax item.")
    return item
