"""How a vendor is paid: chosen by what is known of the vendor, and what a payment shows of it once it is sent."""

from datetime import timedelta
from typing import Any

from ...gateway.call import Call
from ...world.store import Row
from .calendar import today
from .timelines import STANDINGS, course_of, day_of

WAYS = {
    "RPPS": "RPPS",
    "VIRTUAL_CARD": "VIRTUAL_CARD",
    "WALLET": "WALLET",
    "INTERNATIONAL_E_PAYMENT": "INTERNATIONAL",
    "ACH": "ACH",
    "CHECK": "CHECK",
}
"""A vendor's `payByType` → `disbursementType` of its payments (D docs/ap-payment-disbursement-methods; INTERNATIONAL I)."""
BEFORE_PROCESSING = ("SCHEDULED", "CANCELLATION_IN_PROGRESS", "CANCELED")
CARD_DAYS = 60


def arrives_by(payment: Row) -> str:
    """The day BILL promises the money, yyyy-MM-dd (days I)."""
    return day_of(payment, course_of(payment).arrives).isoformat()


def disburse(call: Call, payment: Row) -> None:
    """Show in `disbursementInfo` what is known with the status that the payment has."""
    status = payment["singleStatus"]
    if status in BEFORE_PROCESSING:
        return
    info = payment.setdefault("disbursementInfo", {})
    info["isVoidable"] = STANDINGS[status].voidable
    if status == "SENT":
        for name in [name for name in info if name != "isVoidable"]:
            del info[name]
        member, details = SENT[payment["disbursementType"]]
        sent = today(call.now()).isoformat()
        info[member] = {"sentDate": sent, "arrivesByDate": payment.hidden["arrivesByDate"], **details(call, payment)}
        if member in ("vcardDisbursement", "walletDisbursement"):
            del info[member]["sentDate"]


def nothing(call: Call, payment: Row) -> dict[str, Any]:
    return {}


def check(call: Call, payment: Row) -> dict[str, Any]:
    details: dict[str, Any] = {"checkNumber": 10_000_000 + call.world.ids.count}
    options = payment["processingOptions"]
    if options["requestPayFaster"] and options["requestCheckDeliveryType"].startswith("UPS"):
        details["trackingInformation"] = f"1Z{call.world.ids.digits(16)}"
    return details


def rpps(call: Call, payment: Row) -> dict[str, Any]:
    return {"traceNumber": int(call.world.ids.digits(8)), "batchNumber": int(call.world.ids.digits(6))}


def international(call: Call, payment: Row) -> dict[str, Any]:
    vendor = call.world.store.get("vendor", payment["vendorId"], call.org) or Row({})
    kind = vendor.get("paymentInformation", {}).get("payBySubType", "NONE")
    return {"amount": payment["amount"], "disbursementSubType": kind}


def card(call: Call, payment: Row) -> dict[str, Any]:
    until = day_of(payment, course_of(payment).sent) + timedelta(days=CARD_DAYS)
    return {"validUntil": until.isoformat(), "last4CardNumber": call.world.ids.digits(4)}


SENT = {
    "ACH": ("achDisbursement", nothing),
    "CHECK": ("checkDisbursement", check),
    "RPPS": ("rppsDisbursement", rpps),
    "INTERNATIONAL": ("internationalDisbursement", international),
    "VIRTUAL_CARD": ("vcardDisbursement", card),
    "WALLET": ("walletDisbursement", nothing),
}
"""The member of `disbursementInfo` and what else it says, by `disbursementType` (D Payment object)."""
