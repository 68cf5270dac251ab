"""What a bill comes to, and how far it is paid. Amounts in the vendor's currency, unless told."""

from collections.abc import Sequence
from typing import Any

from ...gateway.call import Call
from ...gateway.wire import MOST, cents, dollars
from ...world.store import Row
from ..arithmetic import too_much
from ..exchange_rates import rate_of


def reckon(call: Call, bill: Row, vendor: Row) -> None:
    """Total, dollars and vendor's name follow from the lines and the vendor; empty labels go."""
    bill["vendorName"] = vendor["name"]
    bill["classifications"] = {name: id for name, id in bill.get("classifications", {}).items() if id} or None
    bill["amount"] = bill["fundingAmount"] = total(call, bill["billLineItems"])
    rate = rate_of(vendor["billCurrency"])
    bill.pop("exchangeRate", None)
    if rate is not None:
        call.evidence = "I"
        bill |= {"exchangeRate": rate, "fundingAmount": round(bill["amount"] / rate, 2)}
    settle(bill)


def settle(bill: Row, in_process: bool | None = None) -> None:
    """Due amount and status follow from the amounts: due + scheduled + paid = amount (D docs/ap-bills)."""
    scheduled, paid = cents(bill["scheduledAmount"]), cents(bill["paidAmount"])
    due = cents(bill["amount"]) - scheduled - paid
    bill["dueAmount"] = dollars(due)
    if in_process is None:
        in_process = bill.get("paymentStatus") == "IN_PROCESS"
    if scheduled:
        bill["paymentStatus"] = "IN_PROCESS" if in_process else "SCHEDULED"
    elif paid:
        bill["paymentStatus"] = "PARTIALLY_PAID" if due > 0 else "PAID"
    else:
        bill["paymentStatus"] = "UNPAID"


def total(call: Call, lines: Sequence[dict[str, Any]]) -> float:
    """What the lines come to. Refuses a total below zero, and what the choices rule out."""
    amounts = [cents(line["amount"]) for line in lines]
    sum_ = sum(amounts)
    if sum_ > cents(MOST):
        raise too_much()
    if min(amounts) < 0 and call.choose("bill.negative_line") == "refuse":
        raise call.business("billLineItems", "The amount of a line item cannot be negative.")
    if sum_ < 0 or sum_ == 0 and call.choose("bill.zero_total") == "refuse":
        raise call.business("amount", "The amount of a bill must be positive.")
    return dollars(sum_)
