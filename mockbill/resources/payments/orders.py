"""Making payments: one for a bill (or for a bill made with it), or many at once, all or none.
D reference/createpayment, reference/createbulkpayment, docs/ap-payments, docs/ap-bulk-payments.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from ...gateway.call import Call
from ...gateway.errors import Refusal, complaint, invalid
from ...gateway.operations import Answer
from ...gateway.validation import Date, Filled, Int, Max, Min, Money, Positive, Text, Wire, cents, dollars
from ...gateway.verbs import each, find, look_up, put
from ...world.store import Row
from ..exchange_rates import rate_of
from ..payables.bills import bills, make_bill
from ..payables.credits import Credits, CreditUse, shown, usable
from ..payables.vendor_shapes import PaymentPurpose
from ..payables.vendors import vendors
from .calendar import add_business_days, today
from .funding import in_dollars
from .lifecycle import enter
from .payments import PAYMENTS, DeliveryType, Payment, payments
from .rules import may_pay, payable, telling, told_twice

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
    order, amount = dated(call), cents(call.body["amount"])
    with telling(call, [(order.get("billId"), order["amount"])]):
        if order["processingOptions"].get("createBill"):
            vendor = find(call, vendors, order["vendorId"])
            way = may_pay(call, order, vendor, amount)
            credits = usable(call, vendor["id"], order.get("vendorCredits"))
            order.setdefault("transactionNumber", call.world.ids.capitals(20))
            bill = bill_for(call, order, amount + sum(credits.values()))
            return book(call, order, vendor, [(bill, amount, credits)], way)
        bill = find(call, bills, order["billId"])
        with told_twice(bill["id"]):
            vendor = vendor_of(call, bill)
            way = may_pay(call, order, vendor, amount)
            credits = usable(call, vendor["id"], order.get("vendorCredits"))
            payable(call, bill, amount + sum(credits.values()))
        return book(call, order, vendor, [(bill, amount, credits)], way)


@payments.operation(
    "createbulkpayment", "POST", f"{PAYMENTS}/bulk",
    body=BulkPaymentWrite, answer=BulkPayment, status=201, trust=True, role="pay", scope="full",
)  # fmt: skip
def create_bulk_payment(call: Call) -> Answer:
    """Schedule payments of up to 50 bills, all or none; a vendor that combines gets one for up to 35 bills."""
    order = dated(call)
    if order.get("processingOptions", {}).get("createBill"):
        raise invalid("processingOptions.createBill: must be false")
    shaped(order)
    parts = order["payments"]
    with telling(call, [(part["billId"], part["amount"]) for part in parts]):
        found = checked(call, order, parts)
        made = [book(call, {**order, **rest}, vendor, some, way) for vendor, way, rest, some in combined(found)]
    return {"payments": made}


Part = tuple[Row, int, Credits]
"""A bill, the cents of money to pay on it, and the vendor credits to use with them."""
Found = tuple[Row, str, dict[str, Any], list[Part]]
"""A vendor, its way of being paid, what was said of the bills alone, and the bills with what is paid on them."""


def checked(call: Call, order: dict[str, Any], parts: Sequence[dict[str, Any]]) -> list[Found]:
    promised: Counter[str] = Counter()
    credited: Counter[str] = Counter()
    found: list[Found] = []
    funded = 0

    def check(part: dict[str, Any]) -> Row:
        nonlocal funded
        bill = look_up(call, bills, part["billId"])
        if bill is None:
            raise Refusal(400, [complaint("BDC_1205")], "O")
        amount = cents(part["amount"])
        with told_twice(bill["id"]):
            vendor = vendor_of(call, bill)
            rest = {name: part[name] for name in ("exchangeRateBatchId",) if name in part}
            way = may_pay(call, order | rest, vendor, amount, funded)
            credits = usable(call, vendor["id"], part.get("vendorCredits"), credited)
            covered = amount + sum(credits.values())
            payable(call, bill, covered, promised[bill["id"]])
        promised[bill["id"]] += covered
        funded += in_dollars(vendor, amount)
        found.append((vendor, way, rest, [(bill, amount, credits)]))
        return bill

    each(call, parts, check)
    return found


def combined(found: Sequence[Found]) -> list[Found]:
    """The payments to make of the bills: one each, or one for up to 35 of a vendor that combines (D)."""
    made: list[Found] = []
    open_for: dict[str, Found] = {}
    for vendor, way, rest, some in found:
        last = open_for.get(vendor["id"])
        if last and len(last[3]) < MOST_BILLS_IN_A_PAYMENT and vendor["additionalInfo"].get("combinePayments"):
            last[3].extend(some)
            continue
        open_for[vendor["id"]] = (vendor, way, rest, some)
        made.append(open_for[vendor["id"]])
    return made


def vendor_of(call: Call, bill: Row) -> Row:
    vendor = call.world.store.get("vendor", bill["vendorId"], call.org)
    if vendor is None:
        raise AssertionError(f"{bill['vendorId']} is gone")
    return vendor


def bill_for(call: Call, order: Mapping[str, Any], amount: int) -> Row:
    """The bill of some cents that `createBill` makes (what stands in it I)."""
    invoice = {
        "invoiceNumber": order["transactionNumber"][:INVOICE_NUMBER],
        "invoiceDate": today(call.now()).isoformat(),
    }
    lines = [{"amount": dollars(amount)}]
    fields = {"vendorId": order["vendorId"], "dueDate": order["processDate"], "invoice": invoice}
    bill = make_bill(call, fields | {"billLineItems": lines})
    payable(call, bill, 0)
    return bill


def book(call: Call, order: Mapping[str, Any], vendor: Row, parts: Sequence[Part], way: str) -> Row:
    """Store a payment that was found in order, and begin its life.

    Parameters:
        order: checked members of a create body, with its `processDate` (yyyy-MM-dd).
        parts: bills with the cents and the credits to pay on each, in the vendor's currency.
        way: the `disbursementType`.
    """
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
        "disbursementType": way,
    }
    for name in ("description", "paymentPurpose", "cardFundingPurpose"):
        if order.get(name):
            payment[name] = order[name]
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
