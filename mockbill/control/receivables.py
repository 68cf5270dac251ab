"""Money that comes in: what a customer's bank brings about, at once."""

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.verbs import refer
from ..gateway.wire import Date, Filled, Positive, Text, Wire, cents
from ..resources.payments.calendar import today
from ..resources.receivables.bank_accounts import close_verification
from ..resources.receivables.customers import customers
from ..resources.receivables.invoices import invoices
from ..resources.receivables.receipts import PaymentType, ReceiptPart
from ..resources.receivables.receivable_payments import MOVES, enter, record
from .declare import Control
from .payments import Outcome, owned, wanted

REJECTED = ("NOT_VERIFIED", "BLOCKED", "INVALID", "EXPIRED")


class Received(Wire):
    model_config = ConfigDict(extra="forbid")
    customerId: Filled
    amount: Positive
    paymentDate: Date | None = None
    paymentType: PaymentType = "CHECK"
    referenceNumber: Text | None = None
    description: Text | None = None
    invoices: list[ReceiptPart] = []


def declare(control: Control) -> None:
    @control("POST", "/receivable-payments", body=Received)
    def received(call: Call) -> Answer:
        """A user records in the web app what a customer paid outside BILL, for invoices or for none yet; it may have the
        `referenceNumber` of a check, which no operation takes.
        """
        with call.world.transaction():
            customer = call.world.store.get(customers.name, call.body["customerId"])
            if customer is None:
                raise ControlRefusal(f"there is no customer {call.body['customerId']!r}", 404)
            by = Call.by_clock(call.world, customer.org)
            parts = [(refer(by, invoices, part["id"]), cents(part["amount"])) for part in call.body["invoices"]]
            rest = cents(call.body["amount"]) - sum(amount for _, amount in parts)
            if rest < 0 or any(invoice["customerId"] != customer["id"] for invoice, _ in parts):
                raise ControlRefusal("invoices are the customer's, and get no more than the amount")
            said = {"customerId": customer["id"], "receivablesType": call.body["paymentType"]}
            said["paymentDate"] = call.body.get("paymentDate") or today(by.now()).isoformat()
            told = {name: call.body[name] for name in ("referenceNumber", "description") if call.body.get(name)}
            return record(by, parts, {**said, **told}, rest)

    @control("POST", "/customer-bank-accounts/{id}/verify")
    def verify(call: Call) -> Answer:
        """A customer's bank account passes BILL's check."""
        return checked(call, "VERIFIED")

    @control("POST", "/customer-bank-accounts/{id}/reject", body=Outcome, body_optional=True)
    def reject(call: Call) -> Answer:
        """A customer's bank account fails the check, or no longer stands: nothing can be charged to it."""
        return checked(call, wanted(call, REJECTED))

    @control("POST", "/receivable-payments/{id}/settle")
    def settle(call: Call) -> Answer:
        """A charge clears before its time."""
        return brought(call, "PAID")

    @control("POST", "/receivable-payments/{id}/fail")
    def fail(call: Call) -> Answer:
        """A charge fails, or a user cancels it: the invoices are due again."""
        return brought(call, "CANCELED")

    @control("POST", "/receivable-payments/{id}/return")
    def send_back(call: Call) -> Answer:
        """Money that came in goes back, or a user voids a receipt: the invoices are due again."""
        return brought(call, "VOID")

    @control("POST", "/receivable-payments/{id}/escheat")
    def escheat(call: Call) -> Answer:
        """Nobody claims money that came in."""
        return brought(call, "ESCHEATED")


def brought(call: Call, status: str) -> Answer:
    with call.world.transaction():
        by, payment = owned(call, "receivable_payment")
        if status not in MOVES.get(payment["status"], ()):
            raise ControlRefusal(f"the payment is {payment['status']}: {status} cannot follow")
        return enter(by, payment, status)


def checked(call: Call, status: str) -> Answer:
    with call.world.transaction():
        by, row = owned(call, "customer_bank_account")
        if row["archived"]:
            raise ControlRefusal("the bank account is archived")
        return close_verification(by, row, status)
