"""What a payment is made of, once it may be made: who is paid for which bills, dates and numbers, the beginning of its life."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import put
from ...gateway.wire import cents, dollars
from ...world.store import Row
from ..exchange_rates import rate_of
from ..payables.credits import Credits, shown, usable
from ..platform.risk import look_closer
from .funding import in_dollars
from .lifecycle import enter
from .payments import payments
from .rules import may_pay, payable, purpose_of

Part = tuple[Row, int, Credits]
"""A bill, the cents of money to pay on it, and the vendor credits to use with them."""


@dataclass
class Promises:
    """What the parts of one call take so far: cents of bills and of credits by their ids, US cents of the account."""

    bills: Counter[str] = field(default_factory=Counter)
    credits: Counter[str] = field(default_factory=Counter)
    funds: int = 0


@dataclass
class Found:
    """A payment that may be made: its vendor and way of being paid, what was said of it, and what it pays."""

    vendor: Row
    way: str
    order: Mapping[str, Any]
    parts: list[Part]


def vetted(call: Call, order: Mapping[str, Any], bill: Row, part: Mapping[str, Any], promises: Promises) -> Found:
    """Check the payment of one bill; what it takes is added to the promises.

    Parameters:
        order: the checked body, with its `processDate`.
        part: `amount` and `vendorCredits` for the bill.

    Raises:
        Refusal: as `may_pay`, `payable` and `usable` refuse.
    """
    vendor = vendor_of(call, bill)
    amount = money_of(call, part)
    way = may_pay(call, order, vendor, amount, promises.funds)
    credits = usable(call, vendor["id"], part.get("vendorCredits"), promises.credits)
    covered = amount + sum(credits.values())
    payable(call, bill, covered, promises.bills[bill["id"]])
    promises.bills[bill["id"]] += covered
    promises.funds += in_dollars(vendor, amount)
    return Found(vendor, way, order, [(bill, amount, credits)])


def money_of(call: Call, part: Mapping[str, Any]) -> int:
    """Cents to be paid in money: the amount that is sent, or (choice) that amount less the credits beside it."""
    amount, uses = cents(part["amount"]), part.get("vendorCredits") or ()
    if uses and call.choose("credit.payment_amount") == "with_credits":
        amount -= sum(cents(use["amount"]) for use in uses)
    return amount


def vendor_of(call: Call, bill: Row) -> Row:
    vendor = call.world.store.get("vendor", bill["vendorId"], call.org)
    if vendor is None:
        raise AssertionError(f"{bill['vendorId']} is gone")
    return vendor


def book(call: Call, found: Found) -> Row:
    """Store a payment that was found in order, and begin its life."""
    look_closer(call)
    order, vendor, parts = found.order, found.vendor, found.parts
    options = order.get("processingOptions", {})
    total = sum(amount for _, amount, _ in parts)
    payment = {
        **confirmation(call, order),
        **applied(call, vendor, parts),
        "fundingAccount": paid_from(order["fundingAccount"]),
        "processingOptions": {
            "requestPayFaster": options.get("requestPayFaster", False),
            "createBill": options.get("createBill", False),
            "requestCheckDeliveryType": options.get("requestCheckDeliveryType", "STANDARD"),
        },
        "onlinePayment": True,
        "disbursementType": found.way,
    }
    for name in ("description", "paymentPurpose", "cardFundingPurpose"):
        if order.get(name):
            payment[name] = order[name]
    if found.way == "INTERNATIONAL" and (purpose := purpose_of(order, vendor)):
        payment["paymentPurpose"] = purpose
    rate = rate_of(vendor["billCurrency"])
    if rate is not None:
        call.evidence = "I"
        payment |= {"exchangeRate": rate, "fundingAmount": round(dollars(total) / rate, 2)}
    hidden = {"hold": "none", "begun": order["processDate"], "ahead": 0, "billingType": order.get("billingType", "BDC")}
    return enter(
        call, put(call, payments, payment | {"singleStatus": "SCHEDULED", "status": "SCHEDULED"}, hidden), "SCHEDULED"
    )


def paid_from(account: Mapping[str, Any]) -> dict[str, Any]:
    """The account as a payment shows it: a wallet has no id (I)."""
    return {"type": "WALLET"} if account["type"] == "WALLET" else dict(account)


def applied(call: Call, vendor: Row, parts: Sequence[Part]) -> dict[str, Any]:
    """To whom a payment goes and for which bills; a combined one has no `billId` of its own (I). The amounts are
    money alone: vendor credits lower them (D docs/ap-vendor-credits).
    """
    fields: dict[str, Any] = {
        "vendorId": vendor["id"],
        "vendorName": vendor["name"],
        "billPayments": [
            {
                "id": call.world.ids.new("blp"),
                "billId": bill["id"],
                "amount": dollars(amount),
                **({"vendorCredits": shown(credits)} if credits else {}),
            }
            for bill, amount, credits in parts
        ],
        "amount": dollars(sum(amount for _, amount, _ in parts)),
    }
    if len(parts) == 1:
        fields["billId"] = parts[0][0]["id"]
    if vendor["paymentInformation"].get("email"):
        fields["remittanceEmail"] = vendor["paymentInformation"]["email"]
    return fields


def confirmation(call: Call, order: Mapping[str, Any]) -> dict[str, Any]:
    """Date and numbers of a new payment (form of confirmationNumber D, of transactionNumber O; counter I)."""
    day = order["processDate"]
    return {
        "processDate": day,
        "transactionNumber": order.get("transactionNumber") or call.world.ids.capitals(20),
        "confirmationNumber": f"P{day[2:4]}{day[5:7]}{day[8:]}01 - {call.world.ids.count % 10_000_000:07d}",
        "createdBy": call.principal.user,
        "voidInfo": [],
        "cancelRequestSubmitted": False,
    }
