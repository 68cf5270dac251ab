"""Money that comes in: what a customer's bank brings about, at once."""

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..resources.receivables.bank_accounts import close_verification
from ..resources.receivables.receivable_payments import MOVES, enter
from .declare import Control
from .payments import Outcome, owned, wanted

REJECTED = ("NOT_VERIFIED", "BLOCKED", "INVALID", "EXPIRED")


def declare(control: Control) -> None:
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
