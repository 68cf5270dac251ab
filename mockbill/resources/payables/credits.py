"""Vendor credits applied to bills: by a bill, which may let go of them again, and by a payment, for as long as it stands.
D docs/ap-vendor-credits.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import refer, rewrite
from ...gateway.wire import Filled, Positive, Wire, cents, dollars
from ...world.store import Row
from ..crediting import left, settle, take
from .vendor_credits import vendor_credits

Credits = Mapping[str, int]
"""Cents by the id of a vendor credit."""


class CreditUse(Wire):
    """A credit to be used, and how much of it."""

    id: Filled
    amount: Positive


def usable(
    call: Call, vendor: str, uses: Iterable[Mapping[str, Any]] | None, promised: Counter[str] | None = None
) -> Credits:
    """What is wanted of each credit, once each may be used.

    Parameters:
        vendor: id of the vendor whose bill the credits are for.
        uses: members of `CreditUse`, in the vendor's currency; a credit that is named twice counts together.
        promised: cents that go to other bills of the same call; what is found here is added.

    Raises:
        Refusal: BDC_1205 for an unknown credit; one of another vendor, archived, or with less left (code I).
    """
    wanted: Counter[str] = Counter()
    for use in uses or ():
        if not cents(use["amount"]):
            raise call.business("vendorCredits", "Amount must be greater than zero.")
        wanted[use["id"]] += cents(use["amount"])
    promised = Counter() if promised is None else promised
    for id, amount in wanted.items():
        credit = refer(call, vendor_credits, id)
        if credit["vendorId"] != vendor:
            raise call.business("vendorCredits", "The vendor credit belongs to another vendor.")
        if credit["archived"]:
            raise call.business("vendorCredits", "The vendor credit is archived.")
        if amount + promised[id] > left(credit):
            raise call.business("vendorCredits", "More than what is left of the vendor credit.")
    promised.update(wanted)
    return wanted


def shown(credits: Credits) -> list[dict[str, Any]]:
    """Credits as the members of an answer."""
    return [{"id": id, "amount": dollars(amount)} for id, amount in credits.items()]


def draw(call: Call, id: str, amount: int, bill: str, payment: str | None = None, pending: bool = False) -> None:
    """Apply some of a credit to a bill, or give it back.

    Parameters:
        amount: cents; below zero they are given back, and 0 leaves the use as it is.
        payment: the payment that uses the credit, which is IN_PROCESS for as long as one is `pending`.
    """
    credit = refer(call, vendor_credits, id)
    take(call, credit, {"billId": bill, **({"paymentId": payment} if payment else {})}, amount)
    if payment:
        others = [one for one in credit.hidden.get("pending", ()) if one != payment]
        credit.hidden["pending"] = [*others, payment] if pending else others
    settle(credit)
    rewrite(call, vendor_credits, credit)


# What a bill itself applies


def applied(bill: Row) -> dict[str, int]:
    """The credits that the bill itself applies."""
    found: dict[str, int] = bill.hidden.get("credits", {})
    return found


def paid_by_payments(bill: Row) -> int:
    """Cents that payments, and the credits in them, did to a bill or are to do."""
    return cents(bill["scheduledAmount"]) + cents(bill["paidAmount"]) - sum(applied(bill).values())


def book(bill: Row, amount: int) -> None:
    """Move what is credited on a bill by some cents; they count as paid (D changelog/2025-06-20)."""
    for name in ("creditAmount", "paidAmount"):
        bill[name] = dollars(cents(bill[name]) + amount)


def apply(call: Call, bill: Row, uses: Iterable[Mapping[str, Any]] | None) -> None:
    """Apply credits to a stored bill whose due amount is known; who calls settles and stores it.

    Raises:
        Refusal: as `usable`; more than what is due, or a bill that is archived (code I).
    """
    wanted = usable(call, bill["vendorId"], uses)
    if not wanted:
        return
    if bill["archived"]:
        raise call.business("vendorCredits", "The bill is archived.")
    if sum(wanted.values()) > cents(bill["dueAmount"]):
        raise call.business("vendorCredits", "More than what is due on the bill.")
    for id, amount in wanted.items():
        draw(call, id, amount, bill["id"])
    bill.hidden["credits"] = dict(Counter(applied(bill)) + Counter(wanted))
    book(bill, sum(wanted.values()))


def unapply(call: Call, bill: Row) -> None:
    """Give back what the bill itself applied; who calls settles and stores it. Once payments have paid the rest of the
    bill its credits stay (D); whether that refuses the call is a choice.
    """
    credits = applied(bill)
    if not credits:
        return
    if bill["paymentStatus"] == "PAID" and paid_by_payments(bill):
        what = call.choose("credit.put_on_paid_bill")
        if what == "refuse":
            raise call.business("vendorCredits", "A vendor credit stays applied once the bill is paid.")
        if what == "keep":
            return
    for id, amount in credits.items():
        draw(call, id, -amount, bill["id"])
    bill.hidden["credits"] = {}
    book(bill, -sum(credits.values()))
