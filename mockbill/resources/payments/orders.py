"""Making payments: one for a bill (or for a bill made with it), or many at once, all or none.
D reference/createpayment, reference/createbulkpayment, docs/ap-payments, docs/ap-bulk-payments.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from ...gateway.call import Call
from ...gateway.errors import Refusal, complaint, invalid
from ...gateway.operations import Answer
from ...gateway.verbs import each, find, look_up
from ...gateway.wire import Date, Filled, Int, Max, Min, Money, Positive, Text, Wire, dollars
from ...world.store import Row
from ..payables.bills import AUTOPAY, bills, make_bill
from ..payables.credits import CreditUse, usable
from ..payables.vendor_shapes import PaymentPurpose
from ..payables.vendors import vendors
from .booking import Found, Promises, book, money_of, vetted
from .calendar import add_business_days, today
from .payments import PAYMENTS, DeliveryType, Payment, payments
from .rules import may_pay, not_repeated, payable, telling, told_twice

MOST_BILLS_IN_A_PAYMENT = 35
INVOICE_NUMBER = 21


class Funding(Wire):
    type: Literal["BANK_ACCOUNT", "CARD_ACCOUNT", "WALLET", "AP_CARD"]
    id: Text | None = None


class Options(Wire):
    requestPayFaster: bool | None = None
    createBill: bool | None = None
    requestCheckDeliveryType: DeliveryType | None = None


class OrderFields(Wire):
    """What may be said of one payment and of many alike."""

    vendorId: Text | None = None
    description: Annotated[Text, Max(70)] | None = None
    processDate: Date | None = None
    fundingAccount: Funding
    transactionNumber: Annotated[Text, Max(50)] | None = None
    cardFundingPurpose: Text | None = None


class PaymentWrite(OrderFields):
    billId: Text | None = None
    amount: Positive
    processingOptions: Options
    paymentPurpose: PaymentPurpose | None = None
    exchangeRateBatchId: Int | None = None
    vendorCredits: list[CreditUse] | None = None


class BulkItem(Wire):
    billId: Filled
    amount: Annotated[Money, Field(ge=0)]
    exchangeRateBatchId: Int | None = None
    vendorCredits: list[CreditUse] | None = None


class BulkPaymentWrite(OrderFields):
    payments: Annotated[list[BulkItem], Min(1), Max(50)]
    processingOptions: Options | None = None


class BulkPayment(Wire):
    payments: list[Payment]


def shaped(body: Mapping[str, Any]) -> None:
    """What must stand in a body together (400, O; texts but the first I)."""
    options, account = body.get("processingOptions", {}), body["fundingAccount"]
    wrong = []
    if options.get("createBill"):
        if body.get("billId"):
            wrong.append("billId must not be provided if createBill is true")
        if not body.get("vendorId"):
            wrong.append("vendorId must be provided if createBill is true")
    elif "payments" not in body and not body.get("billId"):
        wrong.append("billId must be provided if createBill is false")
    if account["type"] != "WALLET" and not account.get("id"):
        wrong.append("fundingAccount.id: must not be blank")
    if account["type"] in ("WALLET", "AP_CARD") and "processDate" not in body:
        wrong.append("processDate: must not be null")
    if wrong:
        raise invalid(*wrong)


def dated(call: Call) -> dict[str, Any]:
    """The body with its process date: the next US banking day unless told (D)."""
    return {"processDate": add_business_days(today(call.now()), 1).isoformat(), **call.body}


@payments.operation(
    "createpayment", "POST", PAYMENTS,
    body=PaymentWrite, answer=Payment, status=201, trust=True, role="pay", scope="full",
)  # fmt: skip
def create_payment(call: Call) -> Answer:
    """Schedule a payment of one bill, whole or in part; with `createBill` the bill is made for it."""
    shaped(call.body)
    order = dated(call)
    with telling(call, [(order.get("billId"), order["amount"])]):
        if order["processingOptions"].get("createBill"):
            return pay_new_bill(call, order)
        bill = find(call, bills, order["billId"])
        with told_twice(bill["id"]):
            not_repeated(call, order)
            found = vetted(call, order, bill, order, Promises())
        return book(call, found)


def pay_new_bill(call: Call, order: dict[str, Any]) -> Row:
    """Make a bill of what is to be paid and credited, and pay it (what stands in the bill I)."""
    vendor = find(call, vendors, order["vendorId"])
    not_repeated(call, order)
    amount = money_of(call, order)
    way = may_pay(call, order, vendor, amount)
    credits = usable(call, vendor["id"], order.get("vendorCredits"))
    number = order.setdefault("transactionNumber", call.world.ids.capitals(20))
    bill = make_bill(
        call,
        {
            "vendorId": vendor["id"],
            "dueDate": order["processDate"],
            "invoice": {"invoiceNumber": number[:INVOICE_NUMBER], "invoiceDate": today(call.now()).isoformat()},
            "billLineItems": [{"amount": dollars(amount + sum(credits.values()))}],
        },
    )
    call.world.unschedule(AUTOPAY.format(bill["id"]))
    payable(call, bill, 0)
    return book(call, Found(vendor, way, order, [(bill, amount, credits)]))


@payments.operation(
    "createbulkpayment", "POST", f"{PAYMENTS}/bulk",
    body=BulkPaymentWrite, answer=BulkPayment, status=201, trust=True, role="pay", scope="full",
)  # fmt: skip
def create_bulk_payment(call: Call) -> Answer:
    """Schedule payments of up to 50 bills, all or none; a vendor that combines gets one for up to 35 bills."""
    order = of_many(call)
    parts = order.pop("payments")
    with telling(call, [(part["billId"], part["amount"]) for part in parts]):
        return {"payments": [book(call, found) for found in combined(checked(call, order, parts))]}


def of_many(call: Call) -> dict[str, Any]:
    """The checked body of a call that pays many bills, with its process date."""
    if call.body.get("processingOptions", {}).get("createBill"):
        raise invalid("processingOptions.createBill: must be false")
    shaped(call.body)
    return dated(call)


def checked(call: Call, order: dict[str, Any], parts: Sequence[dict[str, Any]]) -> list[Found]:
    """What is to be paid for each part, once all of them may be."""
    promises, found = Promises(), []

    def check(part: dict[str, Any]) -> Row:
        bill = look_up(call, bills, part["billId"])
        if bill is None:
            raise Refusal(400, [complaint("BDC_1205")], "O")
        with told_twice(bill["id"]):
            not_repeated(call, order)
            found.append(vetted(call, order | beside(part), bill, part, promises))
        return bill

    each(call, parts, check)
    return found


def beside(part: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of one bill of many that belongs to its payment."""
    return {name: part[name] for name in ("exchangeRateBatchId",) if name in part}


def combined(found: Sequence[Found]) -> list[Found]:
    """The payments to make of the bills: one each, or one for up to 35 of a vendor that combines (D)."""
    made: list[Found] = []
    open_for: dict[str, Found] = {}
    for one in found:
        last = open_for.get(one.vendor["id"])
        if last and len(last.parts) < MOST_BILLS_IN_A_PAYMENT and one.vendor["additionalInfo"].get("combinePayments"):
            last.parts.extend(one.parts)
            continue
        open_for[one.vendor["id"]] = one
        made.append(one)
    return made
