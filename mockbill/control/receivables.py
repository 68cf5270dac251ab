"""Money that comes in: what a customer's bank brings about, at once."""

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..resources.receivables.bank_accounts import close_verification
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


def checked(call: Call, status: str) -> Answer:
    with call.world.transaction():
        by, row = owned(call, "customer_bank_account")
        if row["archived"]:
            raise ControlRefusal("the bank account is archived")
        return close_verification(by, row, status)
