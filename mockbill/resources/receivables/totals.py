"""What an invoice or a credit memo comes to, and how far an invoice is paid. Amounts in the customer's currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...gateway.call import Call
from ...gateway.wire import MOST, cents, dollars
from ...world.store import Row
from ..arithmetic import share, too_much
from ..exchange_rates import rate_of
from ..labels import sales_tax
from .lines import amounts


@dataclass(frozen=True)
class Tally:
    """What lines come to, in cents: each, the tax on those that are taxable, and all with the tax."""

    amounts: list[int]
    tax: int
    percentage: float

    @property
    def total(self) -> int:
        return sum(self.amounts) + self.tax


def tally(call: Call, lines: Sequence[dict[str, Any]], tax_item: str | None) -> Tally:
    """Add up lines and their sales tax (formula I). Refuses what no amount can hold, and a tax item that is none."""
    each = amounts(lines)
    item = sales_tax(call, tax_item)
    percentage = item.get("percentage", 0) if item else 0
    taxable = sum(amount for amount, one in zip(each, lines, strict=True) if one["taxable"])
    found = Tally(each, share(percentage, taxable), percentage)
    if abs(found.total) > cents(MOST):
        raise too_much()
    return found


def reckon(call: Call, invoice: Row, currency: str) -> None:
    """Total, tax and rate follow from the lines; refuses a total that is none or does not cover what is paid (I)."""
    found = tally(call, invoice["invoiceLineItems"], invoice.get("salesTaxItemId"))
    total = found.total
    if total < 0 or total == 0 and call.choose("invoice.zero_total") == "refuse":
        raise call.business("totalAmount", "The amount of an invoice must be positive.")
    invoice |= {"totalAmount": dollars(total), "salesTaxTotal": dollars(found.tax)}
    invoice["salesTaxPercentage"] = found.percentage
    invoice.pop("exchangeRate", None)
    rate = rate_of(currency)
    if rate is not None:
        call.evidence = "I"
        invoice["exchangeRate"] = rate
    settle(call, invoice)
    if invoice["dueAmount"] < 0:
        raise call.business("totalAmount", "Cannot be less than what is paid or credited.")


def settle(call: Call, invoice: Row) -> None:
    """Due amount and status follow from what was paid and credited: due + scheduled + paid + credited = total (I)."""
    received = [(one["status"], cents(one["amount"])) for one in invoice.get("payments", ())]
    scheduled = sum(amount for status, amount in received if status == "SCHEDULED")
    applied = paid(invoice) + cents(invoice["creditAmount"])
    due = cents(invoice["totalAmount"]) - applied - scheduled
    invoice |= {"scheduledAmount": dollars(scheduled), "dueAmount": dollars(due)}
    if scheduled and (due <= 0 or call.choose("invoice.scheduled_status") == "any"):
        invoice["status"] = "SCHEDULED"
    elif due <= 0 and applied and not scheduled:
        invoice["status"] = "PAID_IN_FULL"
    else:
        invoice["status"] = "PARTIAL_PAYMENT" if applied else "OPEN"


def paid(invoice: Row) -> int:
    """Cents that have come in for an invoice."""
    return sum(cents(one["amount"]) for one in invoice.get("payments", ()) if one["status"] in ("PAID", "ESCHEATED"))


def received(invoice: Row) -> int:
    """Cents that have come in for an invoice or are on their way."""
    return paid(invoice) + cents(invoice["scheduledAmount"])
