"""How a payment goes on with the clock, step by step. Each status it takes moves its bills and is told once."""

from ...gateway.call import Call
from ...gateway.verbs import rewrite, tell
from ...gateway.wire import cents
from ...world.clock import HOUR, SECOND
from ...world.store import Row
from ..payables.bills import move
from ..payables.credits import draw
from ..payables.vendors import owe
from ..platform.risk import money_is_held
from . import incoming
from .ap_cards import charge
from .calendar import add_business_days, today
from .disbursement import WAYS, arrives_by, disburse
from .payments import payments
from .timelines import MAGIC, STANDINGS, Hold, Turn, course_of, expiring_moment, following, moment_of, uncashed_moment

OPEN = ("scheduled", "in_process")


def enter(call: Call, payment: Row, status: str) -> Row:
    """Put a payment in a status with all that follows from it, schedule what comes next, and tell of it.

    Parameters:
        status: a `singleStatus` of the table `STANDINGS`.
    """
    standing = STANDINGS[status]
    payment |= {"singleStatus": status, "status": standing.status}
    if standing.disbursement:
        payment["disbursementStatus"] = standing.disbursement
    failed = standing.bills is None and standing.disbursement == "FAILED"
    hold: Hold | None = "none" if failed and call.choose("payment.failure_restores_due") else standing.bills
    if hold:
        hold_bills(call, payment, hold)
    arrived: Hold | None = "none" if failed else hold  # money that came back has not, whatever the payer's bills say
    if arrived:
        incoming.follow(call, payment, arrived)
    if payment["onlinePayment"]:
        payment.hidden["arrivesByDate"] = arrives_by(payment)
        disburse(call, payment)
    if status == "PROCESSED":
        owe(call, payment["vendorId"], 0, paid_on=payment["processDate"])
    payment = rewrite(call, payments, payment)
    call.world.unschedule(payment["id"])
    plan(call, payment)
    tell(call, payments, "updated", payment)
    return payment


def hold_bills(call: Call, payment: Row, hold: Hold) -> None:
    """Move the amounts of the bills from what the payment did to them so far to what it does now; vendor credits are
    applied for as long as it does anything.
    """
    before = payment.hidden["hold"]
    charged = (hold != "none") - (before != "none")
    if charged and payment.get("fundingAccount", {}).get("type") == "AP_CARD":
        amount = cents(payment.get("fundingAmount", payment["amount"]))
        charge(call, payment["fundingAccount"]["id"], amount * charged)
    for part in payment["billPayments"] if hold != before else ():
        bill = call.world.store.get("bill", part["billId"], call.org)
        if bill is None:
            raise AssertionError(f"{part['billId']} is gone")
        amount = cents(part["amount"])
        uses = {use["id"]: cents(use["amount"]) for use in part.get("vendorCredits", ())}
        for id, used in uses.items() if charged or hold == "paid" or before == "paid" else ():
            draw(call, id, used * charged, bill["id"], payment["id"], pending=hold in OPEN)
        under_way = bill.hidden.get("inProcess", 0) + (hold == "in_process") - (before == "in_process")
        bill.hidden["inProcess"] = under_way
        move(
            call,
            bill,
            scheduled=amount * ((hold in OPEN) - (before in OPEN)),
            paid=amount * ((hold == "paid") - (before == "paid")),
            credited=sum(uses.values()) * charged,
            in_process=under_way > 0,
        )
    payment.hidden["hold"] = hold


def plan(call: Call, payment: Row) -> None:
    """Schedule the next step of a payment's life, if time alone brings one."""
    found = next_step(call, payment)
    if found:
        status, due = found
        seconds = call.world.choices["payment.timer_seconds"]
        due = call.now() + seconds * SECOND if seconds else max(due, call.now())
        call.world.schedule(due, "payment.step", subject=payment["id"], org=call.org, payment=payment["id"], to=status)


def next_step(call: Call, payment: Row) -> tuple[str, int] | None:
    """What comes next, and when."""
    status = payment["singleStatus"]
    choices = call.world.choices  # they decide what comes later, not the answer now
    hours: int = choices["payment.step_hours"]
    if status == "CANCELLATION_IN_PROGRESS":
        return "CANCELED", call.now() + hours * HOUR
    turn = turn_of(call, payment)
    if turn and turn.after == status:
        soon = call.now() + hours * HOUR
        return turn.to, expiring_moment(payment) if turn.to == "EXPIRING" else soon
    if status == "EXPIRING":
        return "UNCASHED", uncashed_moment(payment)
    if not payment["onlinePayment"] or status in ("DISBURSEMENT_ON_HOLD", "PARTIALLY_CLAIMED"):
        return None
    to = following(status, course_of(payment))
    return (to, moment_of(payment, to, choices["payment.submission_hours"], hours)) if to else None


def turn_of(call: Call, payment: Row) -> Turn | None:
    """The turn that an online payment's amount asks for."""
    turn = MAGIC.get(cents(payment["amount"])) if call.world.choices["payment.magic_amounts"] else None
    if turn is None or not payment["onlinePayment"] or payment.hidden.get("again"):
        return None
    return turn if turn.only in (None, payment["disbursementType"]) else None


def step(call: Call, payment: str, to: str) -> None:
    """The moment of a payment's next status has come."""
    row = call.world.store.get("payment", payment, call.org)
    if row is None:
        raise AssertionError(f"{payment} is gone")
    if to == "UNCASHED":
        lapse(call, row)
    elif to == "READY_TO_FUND" and money_is_held(call):
        postpone(call, row)
    else:
        enter(call, row, to)


def postpone(call: Call, payment: Row) -> None:
    """BILL moves no money of the organization now: the payment begins a banking day later, or later still (I)."""
    payment.hidden["begun"] = add_business_days(today(call.now()), 1).isoformat()
    plan(call, call.world.store.update(payments.name, payment))


def lapse(call: Call, payment: Row) -> Row:
    """An uncashed check is voided and the money comes back; an unused card is replaced by ACH or a check (D help)."""
    if payment["disbursementType"] == "CHECK":
        return enter(call, payment, "VOIDED")
    vendor = call.world.store.get("vendor", payment["vendorId"], call.org) or Row({})
    account = vendor.get("paymentInformation", {}).get("bankAccount") or vendor.get("networkStatus") == "CONNECTED"
    payment["disbursementType"] = WAYS["ACH" if account else "CHECK"]
    return reissue(call, payment)


def reissue(call: Call, payment: Row) -> Row:
    """Send the same payment once more, today."""
    payment.hidden |= {"begun": today(call.now()).isoformat(), "ahead": course_of(payment).sent, "again": True}
    return enter(call, payment, "SENT")


JOBS = {"payment.step": step}
