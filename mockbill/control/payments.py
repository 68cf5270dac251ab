"""Payments and bank accounts: what a bank, BILL's web app or a returned payment brings about."""

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..resources.payments.bank_users import identify
from ..resources.payments.funding_accounts import close_verification
from ..world.store import Row
from .declare import Control


def owned(call: Call, kind: str) -> tuple[Call, Row]:
    """The row that the path names, and a call by the clock on behalf of its organization."""
    row = call.world.store.get(kind, call.params["id"])
    if row is None:
        raise ControlRefusal(f"there is no {kind.replace('_', ' ')} {call.params['id']!r}", 404)
    return Call.by_clock(call.world, row.org), row


def declare(control: Control) -> None:
    @control("POST", "/bank-users/{id}/verify")
    def verify_user(call: Call) -> Answer:
        """A nominated user passes BILL's identity check."""
        with call.world.transaction():
            by, row = owned(call, "bank_user")
            if row["verificationStatus"] != "NOMINATED":
                raise ControlRefusal(f"the user is {row['verificationStatus']}, not NOMINATED")
            return identify(by, row)

    @control("POST", "/bank-accounts/{id}/verify")
    def verify_account(call: Call) -> Answer:
        """A bank account is verified without its deposit."""
        return closed(call, "VERIFIED", ("PENDING",))

    @control("POST", "/bank-accounts/{id}/block")
    def block_account(call: Call) -> Answer:
        """BILL blocks a bank account: nothing can be paid from it."""
        return closed(call, "BLOCKED", ("PENDING", "VERIFIED"))


def closed(call: Call, status: str, among: tuple[str, ...]) -> Answer:
    with call.world.transaction():
        by, row = owned(call, "bank_account")
        if row["status"] not in among:
            raise ControlRefusal(f"the bank account is {row['status']}, not {' or '.join(among)}")
        return close_verification(by, row, status)
