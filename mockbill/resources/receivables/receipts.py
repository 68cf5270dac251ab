"""Money for invoices that was taken outside BILL and is recorded here (D docs/recording-an-ar-payment)."""

from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find, refer
from ...gateway.wire import Absent, Date, Filled, Max, Min, Money, Positive, Reference, Text, Wire, cents
from ...world.store import Row
from .customers import customers
from .invoice_shapes import ReceivedStatus, Share
from .invoices import invoices, receivable
from .receivable_payments import record

PaymentType = Literal["CASH", "CHECK", "CREDIT_CARD", "ACH", "PAYPAL", "OTHER"]


class ReceiptPart(Wire):
    id: Filled
    amount: Positive


class ReceiptWrite(Wire):
    paymentDate: Date
    paymentType: PaymentType
    amount: Positive
    invoices: Annotated[list[ReceiptPart], Min(1), Absent("must not be null")]
    customerId: Reference | None = None
    description: Annotated[Text, Max(4000)] | None = None


class PaidInvoice(Wire):
    id: str
    payments: list[Share]


class Receipt(Wire):
    id: str
    customerId: str
    paymentType: PaymentType
    paymentDate: Date
    amount: Money
    unappliedAmount: Money
    status: ReceivedStatus
    description: str | None = None
    invoices: list[PaidInvoice]


@invoices.operation(
    "recordinvoice", "POST", "/connect/v3/invoices/record-payment", body=ReceiptWrite, answer=Receipt
)  # fmt: skip
def record_payment(call: Call) -> Answer:
    """Record what a customer has paid for invoices; what is for none of them is the customer's credit (D)."""
    body = call.body
    parts = paid(call)
    rest = cents(body["amount"]) - sum(amount for _, amount in parts)
    if rest < 0:
        raise call.business("amount", "Less than what is applied to the invoices.")
    said: dict[str, Any] = {
        "customerId": parts[0][0]["customerId"],
        "paymentDate": body["paymentDate"],
        "receivablesType": body["paymentType"],
    }
    if body.get("description"):
        said["description"] = body["description"]
    payment = record(call, parts, said, rest)
    return {
        "id": payment["id"], "customerId": payment["customerId"], "paymentType": body["paymentType"],
        "paymentDate": payment["paymentDate"], "amount": payment["amount"], "unappliedAmount": payment["unappliedAmount"],
        "status": payment["status"], **({"description": body["description"]} if body.get("description") else {}),
        "invoices": shares(call, payment),
    }  # fmt: skip


def paid(call: Call) -> list[tuple[Row, int]]:
    """The invoices with what is for each, once each may have it: all of one customer (D), none more than is due (I)."""
    if call.body.get("customerId"):
        refer(call, customers, call.body["customerId"])
    found: list[tuple[Row, int]] = []
    wanted: dict[str, int] = {}
    for part in call.body["invoices"]:
        invoice, amount = refer(call, invoices, part["id"]), cents(part["amount"])
        payer = call.body.get("customerId") or (found[0][0] if found else invoice)["customerId"]
        if invoice["customerId"] != payer:
            raise call.business("invoices", "The invoices belong to more than one customer.")
        if not amount:
            raise call.business("amount", "Amount must be greater than zero.")
        wanted[invoice["id"]] = wanted.get(invoice["id"], 0) + amount
        receivable(call, invoice, wanted[invoice["id"]])
        found.append((invoice, amount))
    return found


def shares(call: Call, payment: Row) -> list[dict[str, Any]]:
    """What each invoice got of a payment."""
    found: dict[str, list[dict[str, Any]]] = {}
    for share in payment.hidden["shares"]:
        invoice = find(call, invoices, share["invoiceId"])
        found.setdefault(invoice["id"], []).append(next(one for one in invoice["payments"] if one["id"] == share["id"]))
    return [{"id": id, "payments": payments} for id, payments in found.items()]
