"""Payments and bank accounts: what a bank, BILL's web app or a returned payment brings about, at once."""

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Text, Wire
from ..resources.payments.bank_users import identify
from ..resources.payments.funding_accounts import close_verification
from ..resources.payments.lifecycle import enter
from ..resources.payments.timelines import DISBURSEMENT_FAILURES, FUNDING_FAILURES, course_of, following
from ..resources.payments.undoing import accept_void, reject_void, request_void, voidable
from ..world.store import Row
from .declare import Control


class Outcome(Wire):
    model_config = ConfigDict(extra="forbid")
    status: Text | None = None


def owned(call: Call, kind: str) -> tuple[Call, Row]:
    """The row that the path names, and a call by the clock on behalf of its organization."""
    row = call.world.store.get(kind, call.params["id"])
    if row is None:
        raise ControlRefusal(f"there is no {kind.replace('_', ' ')} {call.params['id']!r}", 404)
    return Call.by_clock(call.world, row.org, row.get("createdBy", "")), row


def walk(call: Call, payment: Row, goal: str) -> Row:
    """Take a payment along its happy path to a status, through all between."""
    if not payment["onlinePayment"]:
        raise ControlRefusal("a recorded payment has no way to go")
    at, course, way = payment["singleStatus"], course_of(payment), []
    while at != goal:
        to = following(at, course)
        if to is None:
            raise ControlRefusal(f"no way leads from {payment['singleStatus']} to {goal}")
        way.append(at := to)
    for status in way:
        payment = enter(call, payment, status)
    return payment


def wanted(call: Call, among: tuple[str, ...]) -> str:
    status: str = call.body.get("status", among[0])
    if status not in among:
        raise ControlRefusal(f"status is one of {', '.join(among)}, not {status!r}")
    return status


def declare(control: Control) -> None:
    @control("POST", "/payments/{id}/process")
    def process(call: Call) -> Answer:
        """The payer is debited; what was on hold is sent."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            held = payment["singleStatus"] == "DISBURSEMENT_ON_HOLD"
            return walk(by, payment, "SENT" if held else "PROCESSED")

    @control("POST", "/payments/{id}/clear")
    def clear(call: Call) -> Answer:
        """The payment runs to its good end."""
        with call.world.transaction():
            return walk(*owned(call, "payment"), "CLEARED")

    @control("POST", "/payments/{id}/hold")
    def hold(call: Call) -> Answer:
        """The disbursement is held for risk until `process` or `clear`."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            return enter(by, walk(by, payment, "PROCESSED"), "DISBURSEMENT_ON_HOLD")

    @control("POST", "/payments/{id}/fail", body=Outcome, body_optional=True)
    def fail(call: Call) -> Answer:
        """The debit of the payer fails."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            status = wanted(call, FUNDING_FAILURES)
            if payment["singleStatus"] == FUNDING_FAILURES[0] != status:
                return enter(by, payment, status)
            return enter(by, walk(by, payment, "FUNDING_STARTED"), status)

    @control("POST", "/payments/{id}/return", body=Outcome, body_optional=True)
    def send_back(call: Call) -> Answer:
        """The vendor's bank or the mail sends the disbursement back, even after it cleared."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            status = wanted(call, DISBURSEMENT_FAILURES)
            out = payment["singleStatus"] in ("DELIVERED", "PARTIALLY_CLAIMED", "EXPIRING", "CLEARED")
            return enter(by, payment if out and payment["onlinePayment"] else walk(by, payment, "SENT"), status)

    @control("POST", "/payments/{id}/expire")
    def near_end(call: Call) -> Answer:
        """A check that nobody cashes, or a card that nobody runs, nears its end."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            return enter(by, walk(by, payment, "DELIVERED"), "EXPIRING")

    @control("POST", "/payments/{id}/escheat")
    def escheat(call: Call) -> Answer:
        """The money of a check that nobody cashed is handed to the state."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            if payment["disbursementType"] != "CHECK":
                raise ControlRefusal("only the money of a check is handed to the state")
            waits = payment["singleStatus"] == "EXPIRING"
            return enter(by, payment if waits else walk(by, payment, "DELIVERED"), "FUNDS_ESCHEATED")

    @control("POST", "/payments/{id}/void", body=Outcome, body_optional=True)
    def void(call: Call) -> Answer:
        """A void is granted (`{"status": "REJECTED"}`: turned down), the pending one or one made now."""
        with call.world.transaction():
            by, payment = owned(call, "payment")
            granted = wanted(call, ("ACCEPTED", "REJECTED")) == "ACCEPTED"
            if payment["singleStatus"] == "VOID_PENDING":
                return accept_void(by, payment) if granted else reject_void(by, payment)
            if not granted or not voidable(payment):
                raise ControlRefusal(f"the payment is {payment['singleStatus']}: no void to decide on")
            payment = request_void(by, payment, "VOID_AND_CREDIT", "Voided by the control API.")
            return accept_void(by, payment) if payment["singleStatus"] == "VOID_PENDING" else payment

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
