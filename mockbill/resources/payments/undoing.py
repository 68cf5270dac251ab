"""Cancelling a payment before it begins, and voiding one that has begun or was recorded."""

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...world.clock import HOUR
from ...world.store import Row
from .calendar import add_business_days, is_business_day, start_of, today
from .lifecycle import enter, reissue
from .payments import ONE, Payment, VoidWrite, payments
from .timelines import FUNDING_FAILURES, REISSUABLE, STANDINGS

CUTOFF_HOUR = 16


def voidable(payment: Row) -> bool:
    """Online payments under way, and recorded ones that are not voided yet."""
    if payment["onlinePayment"]:
        return STANDINGS[payment["singleStatus"]].voidable
    return bool(payment["singleStatus"] == "CLEARED")


def request_void(call: Call, payment: Row, kind: str, reason: str) -> Row:
    """Ask for a void; it is granted at once, or at BILL's next cutoff (choice `payment.void`).

    Raises:
        Refusal: 422 when the payment, or this type of void, does not allow it (code I).
    """
    status = payment["singleStatus"]
    if not voidable(payment):
        raise call.business("singleStatus", "Payment cannot be voided.")
    reissuing = kind in ("VOID_AND_REISSUE", "VOID_AND_REISSUE_VCARD")
    card = payment["disbursementType"] == "VIRTUAL_CARD"
    if reissuing and (status not in REISSUABLE or card != (kind == "VOID_AND_REISSUE_VCARD")):
        raise call.business("type", "Payment cannot be reissued.")
    if reissuing and payment.hidden["hold"] == "none":
        raise call.business("type", "The bill is due again: pay it anew.")
    now = call.iso()
    payment["voidInfo"].append(
        {
            "id": call.world.ids.new("vdi"), "requestedBy": call.principal.user, "type": kind,
            "status": "TO_BE_PROCESSED", "reason": reason, "createdTime": now, "updatedTime": now,
        }
    )  # fmt: skip
    payment.hidden["voided"] = status
    if not payment["onlinePayment"] or call.choose("payment.void") == "at_once":
        return accept_void(call, payment)
    payment = enter(call, payment, "VOID_PENDING")
    due = next_cutoff(call.now())
    call.world.schedule(due, "payment.void", subject=payment["id"], org=call.org, payment=payment["id"])
    return payment


def next_cutoff(now: int) -> int:
    """Voids asked for before 4 pm Pacific are worked the same banking day (D help)."""
    day = today(now)
    cutoff = start_of(day) + CUTOFF_HOUR * HOUR
    if is_business_day(day) and now < cutoff:
        return cutoff
    return start_of(add_business_days(day, 1)) + CUTOFF_HOUR * HOUR


def accept_void(call: Call, payment: Row) -> Row:
    """Grant the void that was asked for: the bills are due again, unless the payment is sent anew."""
    request = payment["voidInfo"][-1]
    request |= {"status": "ACCEPTED", "updatedTime": call.iso()}
    if request["type"] in ("VOID_AND_REISSUE", "VOID_AND_REISSUE_VCARD"):
        return reissue(call, payment)
    return enter(call, payment, "FUNDING_FAILED_VOIDED" if payment.hidden["voided"] in FUNDING_FAILURES else "VOIDED")


def reject_void(call: Call, payment: Row) -> Row:
    """Turn the void down: the payment goes on from where it was."""
    payment["voidInfo"][-1] |= {"status": "REJECTED", "updatedTime": call.iso()}
    return enter(call, payment, payment.hidden["voided"])


def void_worked(call: Call, payment: str) -> None:
    """BILL works the void requests of the day."""
    row = call.world.store.get("payment", payment, call.org)
    if row is None:
        raise AssertionError(f"{payment} is gone")
    accept_void(call, row)


@payments.operation("cancelpayment", "POST", f"{ONE}/cancel", answer=Payment, role="pay", scope="full")
def cancel(call: Call) -> Answer:
    """Cancel a payment that has not begun; its bills are due again."""
    payment = find(call, payments, call.params["paymentId"])
    if payment["singleStatus"] != "SCHEDULED":
        raise call.business("singleStatus", "Payment cannot be canceled.")
    payment["cancelRequestSubmitted"] = True
    at_once = call.choose("payment.cancel") == "at_once"
    return enter(call, payment, "CANCELED" if at_once else "CANCELLATION_IN_PROGRESS")


@payments.operation("voidpayment", "POST", f"{ONE}/void", body=VoidWrite, answer=Payment, role="pay", scope="full")
def void(call: Call) -> Answer:
    """Void a payment that has begun, or a recorded one."""
    payment = find(call, payments, call.params["paymentId"])
    return request_void(call, payment, call.body["type"], call.body["reason"])


JOBS = {"payment.void": void_worked}
