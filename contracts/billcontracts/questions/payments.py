"""What is open about payments."""

from datetime import date, timedelta
from typing import Any

from ..asking import Asking, NotAsked
from ..probe import Seen, code_of, entries, outcome, probe, told, whole

ACCOUNT = {
    "nameOnAccount": "Probe", "accountNumber": "8844002211", "routingNumber": "021000021", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip
BRITISH: dict[str, Any] = {
    "address": {"line1": "1 Quay Road", "city": "London", "zipOrPostalCode": "NW1 6XE", "country": "GB"},
    "accountType": "BUSINESS", "billCurrency": "GBP",
    "paymentInformation": {
        "payeeName": "Probe Ltd", "bankCountry": "GB", "paymentPurpose": {"text": "Goods"},
        "bankAccount": {
            "nameOnAccount": "Probe", "accountNumber": "GB29NWBK60161331926819", "paymentCurrency": "GBP",
            "type": "CHECKING", "ownerType": "BUSINESS", "regulatoryFields": [{"name": "sortCode", "value": "601613"}],
        },
    },
}  # fmt: skip


def later(day: date, days: int) -> str:
    """A weekday so many days on, or the next one."""
    day += timedelta(days)
    return (day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))).isoformat()


def account(asking: Asking) -> str:
    for row in asking.bill.raw("GET", "/v3/funding-accounts/banks").json()["results"]:
        if row["status"] == "VERIFIED" and not row["archived"]:
            return str(row["id"])
    raise NotAsked("the organization has no verified bank account")


def payment_of(asking: Asking, **fields: Any) -> Any:
    """What a payment of a new bill is answered with."""
    body = {
        "billId": asking.make.invoice()["id"], "amount": 10.0, "processDate": later(asking.today(), 20),
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account(asking)}, "processingOptions": {}, **fields,
    }  # fmt: skip
    return asking.trusted.raw("POST", "/v3/payments", json=body)


def cancel(asking: Asking, response: Any) -> None:
    if response.is_success:
        asking.bill.raw("POST", f"/v3/payments/{response.json()['id']}/cancel")


@probe(
    "P-PAY-1", "May payments share a transactionNumber?", "reference/createpayment", "payment.repeat_transaction_number"
)
def repeated_number(asking: Asking) -> Seen:
    number = asking.make.vendor()["id"]
    first, second = (payment_of(asking, transactionNumber=number) for _ in range(2))
    for one in (first, second):
        cancel(asking, one)
    first.raise_for_status()
    return outcome(second, "allow", "refuse")


@probe("P-PAY-2", "May payments be filtered by billId?", "reference/listpayments", "payment.filter_strict")
def by_bill(asking: Asking) -> Seen:
    response = asking.bill.raw("GET", "/v3/payments", params={"filters": "billId:eq:00n01AAAAAAAAAAAAAAA"})
    return outcome(response, False, True)


@probe("P-PAY-3", "Is a payment canceled at once?", "reference/cancelpayment", "payment.cancel")
def canceled(asking: Asking) -> Seen:
    made = payment_of(asking)
    made.raise_for_status()
    asking.bill.raw("POST", f"/v3/payments/{made.json()['id']}/cancel")
    status = asking.bill.raw("GET", f"/v3/payments/{made.json()['id']}").json()["singleStatus"]
    values = {"CANCELED": "at_once", "CANCELLATION_IN_PROGRESS": "requested"}
    return Seen(status, values.get(status), status in values)


@probe("P-PAY-4", "What is a payment told that overpays its bill?", "reference/createpayment")
def overpaid(asking: Asking) -> Seen:
    response = payment_of(asking, amount=100_000)
    cancel(asking, response)
    return Seen(told(response))


@probe("P-PAY-5", "What is a process date on a Sunday told?", "docs/ap-payments")
def on_sunday(asking: Asking) -> Seen:
    sunday = asking.today() + timedelta(13 - asking.today().weekday())
    response = payment_of(asking, processDate=sunday.isoformat())
    cancel(asking, response)
    return Seen(told(response))


@probe("P-PAY-16", "What are process dates of today, yesterday, a Saturday and a holiday told?", "docs/ap-payments")
def other_days(asking: Asking) -> Seen:
    today, bill = asking.today(), asking.make.invoice()["id"]
    days = {"today": today, "yesterday": today - timedelta(1), "Saturday": today + timedelta(12 - today.weekday())}
    seen = []
    for name, day in (days | {"holiday": christmas(today)}).items():
        response = payment_of(asking, billId=bill, processDate=day.isoformat())
        cancel(asking, response)
        seen.append(f"{name}: {whole(response) if response.is_error else response.status_code}")
    return Seen("; ".join(seen))


def christmas(today: date) -> date:
    """The next one, as banks keep it: not on a weekend."""
    days = (date(today.year + more, 12, 25) for more in range(8))
    return next(day for day in days if day > today and day.weekday() < 5)


@probe("P-PAY-17", "What has the answer to a new payment?", "reference/createpayment")
def new_payment(asking: Asking) -> Seen:
    response = payment_of(asking)
    cancel(asking, response)
    return Seen(whole(response))


@probe("P-PAY-18", "Which code has a refusal without one of its own: a second cancel?", "observed", "business.code")
def second_cancel(asking: Asking) -> Seen:
    made = payment_of(asking).raise_for_status()
    cancel(asking, made)
    again = asking.bill.raw("POST", f"/v3/payments/{made.json()['id']}/cancel")
    return code_of(again, "BDC_1143", "BDC_1119", "BDC_1002")


@probe("P-PAY-19", "What is the void of a scheduled payment told?", "reference/voidpayment")
def void_scheduled(asking: Asking) -> Seen:
    made = payment_of(asking).raise_for_status()
    body = {"type": "VOID_ONLY", "reason": "Probe"}
    response = asking.bill.raw("POST", f"/v3/payments/{made.json()['id']}/void", json=body)
    cancel(asking, made)
    return Seen(whole(response))


@probe("P-PAY-20", "What is a bulk told with one bad bill in three?", "reference/createbulkpayment")
def bad_bill(asking: Asking) -> Seen:
    bills = [asking.make.invoice(None, 10.0)["id"] for _ in range(3)]
    response = bulk_of(asking, (bills[0], 10.0), (bills[1], 99.0), (bills[2], 10.0))
    return Seen(whole(response))


@probe("P-PAY-21", "How does a payment for two bills look, and its transactionNumber?", "reference/createbulkpayment")
def combined(asking: Asking) -> Seen:
    vendor = asking.make.vendor(additionalInfo={"combinePayments": True})
    bills = [asking.make.invoice(vendor, 10.0)["id"] for _ in range(2)]
    number = asking.make.label("departments")["id"]
    response = bulk_of(asking, *((id, 10.0) for id in bills), transactionNumber=number)
    if response.is_error:
        return Seen(whole(response))
    (made, *more) = response.json()["payments"]
    told = asking.bill.payments.get(made["id"])
    for one in (made, *more):
        asking.bill.raw("POST", f"/v3/payments/{one['id']}/cancel")
    same = "the one that was sent" if told.get("transactionNumber") == number else "another"
    return Seen(f"{1 + len(more)} payments, billId {'billId' in told}, transactionNumber {same}")


def bulk_of(asking: Asking, *parts: tuple[str, float], **fields: Any) -> Any:
    """What payments of several bills in one call are answered with."""
    body = {
        "payments": [{"billId": id, "amount": amount} for id, amount in parts],
        "processDate": later(asking.today(), 20),
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account(asking)}, **fields,
    }  # fmt: skip
    return asking.trusted.raw("POST", "/v3/payments/bulk", json=body)


@probe("P-PAY-22", "What is a payment told that shall go faster?", "docs/ap-payments")
def faster(asking: Asking) -> Seen:
    options = {"requestPayFaster": True, "requestCheckDeliveryType": "RTP_DELIVERY"}
    response = payment_of(asking, processingOptions=options)
    cancel(asking, response)
    return Seen(whole(response))


@probe(
    "P-PAY-23", "What is a payment abroad told without a rate, and with one that is over?", "reference/getexchangerate"
)
def abroad(asking: Asking) -> Seen:
    bill = asking.make.invoice(asking.make.vendor(**BRITISH), 74.0)["id"]
    day = later(asking.today(), 1)
    seen = []
    for fields in ({}, {"exchangeRateBatchId": 1}):
        response = payment_of(asking, billId=bill, amount=74.0, processDate=day, **fields)
        cancel(asking, response)
        seen.append(whole(response))
    return Seen("; ".join(seen))


@probe(
    "P-PAY-24",
    "Does a vendor's new bank account put its payments off?",
    "docs/common-api-error-codes",
    "vendor.fresh_bank_delays_payment",
)
def young_account(asking: Asking) -> Seen:
    bill = asking.make.invoice(asking.make.vendor(paymentInformation={"payeeName": "Probe", "bankAccount": ACCOUNT}))
    response = payment_of(asking, billId=bill["id"], processDate=later(asking.today(), 1))
    cancel(asking, response)
    code = (entries(response) or [{}])[0].get("code")
    return Seen(told(response), code == "BDC_1402", response.is_success or code == "BDC_1402")
