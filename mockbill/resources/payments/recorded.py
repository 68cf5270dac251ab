"""Payments made outside BILL and recorded here: bills of one vendor are paid at once, no money moves (D docs/record-ap-payments)."""

from collections import Counter
from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import each, put, refer
from ...gateway.wire import Date, Filled, Min, Positive, Reference, Text, Wire, cents
from ...world.store import Row
from ..labels import know_labels
from ..payables.bills import bills
from ..payables.credits import CreditUse, usable
from ..payables.vendors import owe, vendors
from .booking import Part, applied, confirmation, money_of
from .lifecycle import enter
from .payments import Payment, payments
from .rules import told_twice


class RecordedPart(Wire):
    billId: Filled
    amount: Positive
    vendorCredits: list[CreditUse] | None = None


class PaidFrom(Wire):
    chartOfAccountId: Reference | None = None


class RecordWrite(Wire):
    vendorId: Filled
    processDate: Date
    toPrintCheck: bool
    payments: Annotated[list[RecordedPart], Min(1)]
    description: Text | None = None
    classifications: PaidFrom | None = None
    syncReference: Text | None = None
    allowExport: bool | None = None


class Recorded(Payment):
    """The answer: a payment without what only online ones have, and with what was said of the record."""

    toPrintCheck: bool
    classifications: PaidFrom | None = None
    syncReference: str | None = None
    allowExport: bool | None = None


ONLINE_ONLY = ("vendorName", "voidInfo", "cancelRequestSubmitted")
"""Members that the answer to a record does not have (D reference/recordpayment)."""
SAID = ("toPrintCheck", "classifications", "syncReference", "allowExport")


@payments.operation("recordpayment", "POST", "/connect/v3/bills/record-payment", body=RecordWrite, answer=Recorded)
def record_payment(call: Call) -> Answer:
    """Record that bills of a vendor were paid outside BILL; any date, no MFA (evidence of dates I)."""
    body = call.body
    vendor = refer(call, vendors, body["vendorId"])
    know_labels(call, body)
    said = {name: body[name] for name in SAID if body.get(name) not in (None, "", {})}
    parts = paid(call, vendor)
    payment: dict[str, Any] = {
        **confirmation(call, body),
        **applied(call, vendor, parts),
        "onlinePayment": False,
        "disbursementType": "OFFLINE",
    }
    if body.get("description"):
        payment["description"] = body["description"]
    row = enter(call, put(call, payments, payment, {"hold": "none", **said}), "CLEARED")
    owe(call, vendor["id"], 0, paid_on=body["processDate"])
    return {name: value for name, value in row.items() if name not in ONLINE_ONLY} | said


def paid(call: Call, vendor: Row) -> list[Part]:
    """The bills with what was paid on them, once each may be."""
    promised: Counter[str] = Counter()
    credited: Counter[str] = Counter()
    found: list[Part] = []

    def check(part: dict[str, Any]) -> Row:
        bill = refer(call, bills, part["billId"])
        amount = money_of(call, part)
        with told_twice(bill["id"]):
            if bill["vendorId"] != vendor["id"]:
                raise call.business("billId", "The bill belongs to another vendor.")
            if bill["archived"]:
                raise call.business("billId", "The bill is archived.")
            if amount <= 0:
                raise call.business("amount", "Amount must be greater than zero.")
            credits = usable(call, vendor["id"], part.get("vendorCredits"), credited)
            covered = amount + sum(credits.values())
            if covered + promised[bill["id"]] > cents(bill["dueAmount"]):
                raise refuse("BDC_1159")
        promised[bill["id"]] += covered
        found.append((bill, amount, credits))
        return bill

    each(call, call.body["payments"], check)
    return found
