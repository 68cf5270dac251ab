"""Charging a customer: money is pulled from its bank account for its invoices, once it has said that it may be
(D docs/ar-charge-customer). Every code and text here is ours (I).
"""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import refer
from ...gateway.wire import Date, Filled, Min, Positive, Text, Wire, cents
from ...world.store import Row
from ..payments.calendar import add_business_days, is_business_day, today
from ..payments.funding_accounts import receiving_account
from ..platform.risk import need_clearance
from .bank_accounts import bank_accounts
from .customers import customers
from .invoices import invoices, receivable
from .receivable_payments import Parts, ReceivablePayment, receivable_payments, take

FARTHEST = timedelta(days=365)
"""How far ahead a charge can be dated (I)."""


class ChargeAccount(Wire):
    type: Literal["BANK_ACCOUNT"]
    id: Filled


class ChargePart(Wire):
    invoiceId: Filled
    amount: Positive


class ChargeWrite(Wire):
    customerId: Filled
    fundingAccount: ChargeAccount
    invoicePayments: Annotated[list[ChargePart], Min(1)]
    description: Text | None = None
    paymentDate: Date | None = None


@receivable_payments.operation(
    "chargecustomer", "POST", "/connect/v3/receivable-payments",
    body=ChargeWrite, answer=ReceivablePayment, status=201, scope="full", evidence="I",
)  # fmt: skip
def charge(call: Call) -> Answer:
    """Charge a customer for some of its invoices, in part or in full."""
    if call.choose("charge.needs_trust"):
        call.need_trust()
    need_clearance(call)
    body = call.body
    customer = refer(call, customers, body["customerId"])
    if not customer["authorizedToCharge"]:
        raise call.business("customerId", "Customer has not authorized charges.")
    account = chargeable(call, customer, body["fundingAccount"]["id"])
    said: dict[str, Any] = {
        "customerId": customer["id"],
        "paymentDate": withdrawal(call, body.get("paymentDate")),
        "fundingAccount": {"id": account["id"], "type": "BANK_ACCOUNT"},
        "receivablesAccount": {"id": receiving(call)["id"], "type": "BANK_ACCOUNT"},
        "receivablesType": "ACH",
        "status": "SCHEDULED",
        "onlinePayment": True,
    }
    if body.get("description"):
        said["description"] = body["description"]
    return take(call, asked(call, customer, body["invoicePayments"]), said)


def chargeable(call: Call, customer: Row, id: str) -> Row:
    """The customer's bank account, once it may be charged."""
    account = refer(call, bank_accounts, id)
    if account["customerId"] != customer["id"]:
        raise call.business("fundingAccount.id", "The bank account belongs to another customer.")
    if account["archived"]:
        raise call.business("fundingAccount.id", "The bank account is archived.")
    if account["status"] != "VERIFIED":
        raise call.business("fundingAccount.id", "Bank account is not verified.")
    return account


def receiving(call: Call) -> Row:
    """The organization's account that the money goes to: its default for receivables."""
    found = receiving_account(call.world, call.org)
    by_default = found is not None and found["default"]["receivables"]
    if found is None or not (by_default or call.choose("charge.receiving_account") == "any"):
        raise call.business("receivablesAccount", "Organization has no verified bank account for receivables.")
    return found


def withdrawal(call: Call, day: str | None) -> str:
    """The day of the withdrawal: not before today, and by default the first banking day from today."""
    now = today(call.now())
    if day is None:
        return (now if is_business_day(now) else add_business_days(now, 1)).isoformat()
    if not now <= date.fromisoformat(day) <= now + FARTHEST:
        raise call.business("paymentDate", "Must be today or later, and within a year.")
    return day


def asked(call: Call, customer: Row, parts: list[dict[str, Any]]) -> Parts:
    """The invoices with what is asked for each, once each can be paid so much."""
    found = []
    promised: dict[str, int] = {}
    for part in parts:
        invoice, amount = refer(call, invoices, part["invoiceId"]), cents(part["amount"])
        if invoice["customerId"] != customer["id"]:
            raise call.business("invoiceId", "The invoice belongs to another customer.")
        if not amount:
            raise call.business("amount", "Amount must be greater than zero.")
        promised[invoice["id"]] = promised.get(invoice["id"], 0) + amount
        receivable(call, invoice, promised[invoice["id"]])
        found.append((invoice, amount))
    return found
