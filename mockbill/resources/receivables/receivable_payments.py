"""Receivable payments (`0rp`): money from one customer for its invoices, charged through BILL or taken outside it.

No operation changes one (D): the clock settles a charge, and what a bank or a user of the web app does to it is a
control action. They have no events of their own; `invoice.updated` tells of the invoices (D).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import NONE, Date, Money, Text, Time, Wire, cents, dollars
from ...world.store import Row
from ..payments.calendar import add_business_days, start_of
from .customers import owe
from .invoices import invoices, receive, turn

ReceivablesType = Literal[
    "CASH", "CHECK", "CREDIT_CARD", "ACH", "PAYPAL", "OTHER", "WALLET", "VIRTUAL_CARD", "UNDEFINED"
]
Status = Literal["PAID", "VOID", "SCHEDULED", "CANCELED", "ESCHEATED", "UNDEFINED"]
MOVES: Mapping[str, tuple[str, ...]] = {"SCHEDULED": ("PAID", "CANCELED"), "PAID": ("VOID", "ESCHEATED")}
"""Status → those that may follow: a charge clears or fails, money that came in goes back or is never claimed (I)."""
FAILS, RETURNS = 1391, 1392
"""Charges of exactly these cents fail when they should clear, or clear and are returned (choice `charge.magic_amounts`)."""


class InvoicePayment(Wire):
    invoiceId: str
    amount: Money
    paymentDate: Date


class AccountReference(Wire):
    id: str | None = None
    type: Literal["BANK_ACCOUNT", "CARD_ACCOUNT", "WALLET"] | None = None


class ReceivablePayment(Wire):
    id: str
    customerId: str
    invoicePayments: list[InvoicePayment]
    description: Text | None = None
    paymentDate: Date
    amount: Money
    unappliedAmount: Money
    convenienceFeeAmount: Money
    fundingAccount: AccountReference
    receivablesAccount: AccountReference
    receivablesType: ReceivablesType
    status: Status
    referenceNumber: str | None = None
    onlinePayment: bool
    createdTime: Time
    updatedTime: Time


receivable_payments = Resource(
    "receivable_payment", "/connect/v3/receivable-payments", "0rp", ReceivablePayment, ReceivablePayment,
    item="receivedPaymentId",
    filters={
        "id": "eq ne in nin", "customerId": "eq ne in nin", "status": "eq ne in nin",
        "paymentDate": "eq ne gt gte lt lte", "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="paymentDate createdTime updatedTime", indexes="customerId createdTime updatedTime",
)  # fmt: skip
plain(receivable_payments, list="listreceivablepayments", get="getreceivablepayment")
Parts = Sequence[tuple[Row, int]]
"""Invoices, each with the cents that are for it."""


def take(call: Call, parts: Parts, said: dict[str, Any], unapplied: int = 0, follows: str = "") -> Row:
    """Put money on invoices of one customer and store it.

    Parameters:
        said: `customerId`, `paymentDate`, `receivablesType`, `status` (`PAID` or `SCHEDULED`), and what else is known.
        unapplied: cents that are for no invoice.
        follows: the payment of another organization that this one is, and goes on with; without one, time alone.

    Raises:
        Refusal: as `invoices.receive` does.
    """
    day, status = said["paymentDate"], said["status"]
    shares = []
    for invoice, amount in parts:
        paid = receive(call, find(call, invoices, invoice["id"]), amount, day, status)
        shares.append({"invoiceId": invoice["id"], "id": paid["payments"][-1]["id"]})
    netted = unapplied if unapplied and call.choose("customer.balance_nets_unapplied") else 0
    owe(call, said["customerId"], -netted)
    told = [{"invoiceId": invoice["id"], "amount": dollars(amount), "paymentDate": day} for invoice, amount in parts]
    payment = {
        "invoicePayments": told,
        "amount": dollars(sum(amount for _, amount in parts) + unapplied),
        "unappliedAmount": dollars(unapplied),
        "convenienceFeeAmount": 0.0,
        **said,
    }
    row = put(call, receivable_payments, payment, {"shares": shares, "netted": netted, "follows": follows})
    plan(call, row)
    return row


def record(call: Call, parts: Parts, said: dict[str, Any], unapplied: int = 0) -> Row:
    """Take money that came in outside BILL: it is there at once, from and to no account that BILL knows (O).

    Parameters:
        said: `customerId`, `paymentDate`, `receivablesType`; maybe `description`, `referenceNumber`.

    The `0ip` ids of its shares on the invoices are `row.hidden["shares"]`, as `{invoiceId, id}` in the order of `parts`.
    """
    offline = {"fundingAccount": {}, "receivablesAccount": {"id": NONE}, "onlinePayment": False, "status": "PAID"}
    return take(call, parts, {**said, **offline}, unapplied)


def enter(call: Call, payment: Row, status: str) -> Row:
    """Bring a payment to a status that may follow, its shares on the invoices with it."""
    if status not in MOVES.get(payment["status"], ()):
        raise AssertionError(f"{payment['id']} is {payment['status']}: {status} cannot follow")
    payment["status"] = status
    for share in payment.hidden["shares"] if status != "ESCHEATED" else ():
        turn(call, find(call, invoices, share["invoiceId"]), share["id"], status)
    if status == "VOID":
        owe(call, payment["customerId"], payment.hidden.pop("netted"))
    call.world.unschedule(payment["id"])
    payment = rewrite(call, receivable_payments, payment)
    plan(call, payment)
    return payment


def plan(call: Call, payment: Row) -> None:
    """Schedule what time alone brings: an online payment clears some banking days after its date (I)."""
    choices = call.world.choices  # they decide what comes later, not the answer now
    magic = cents(payment["amount"]) if choices["charge.magic_amounts"] else 0
    days = choices["charge.clearing_days"]
    if not payment["onlinePayment"] or payment.hidden.get("follows"):
        return
    if payment["status"] == "SCHEDULED":
        to = "CANCELED" if magic == FAILS else "PAID"
    elif payment["status"] == "PAID" and magic == RETURNS:
        to, days = "VOID", 2 * days
    else:
        return
    due = max(start_of(add_business_days(date.fromisoformat(payment["paymentDate"]), days)), call.now())
    call.world.schedule(due, "receivable.step", subject=payment["id"], org=call.org, payment=payment["id"], to=to)


def step(call: Call, payment: str, to: str) -> None:
    """The moment of a payment's next status has come."""
    enter(call, find(call, receivable_payments, payment), to)


JOBS = {"receivable.step": step}
