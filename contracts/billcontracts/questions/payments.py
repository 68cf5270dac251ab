"""What is open about payments, bank accounts and the network."""

from datetime import date, timedelta
from typing import Any

from ..probe import Asking, NotAsked, Seen, outcome, probe, told


def later(day: date, days: int) -> str:
    """A weekday so many days on, or the next one."""
    day += timedelta(days)
    return (day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))).isoformat()


def account(asking: Asking) -> str:
    for row in asking.bill.raw("GET", "/v3/funding-accounts/banks").json()["results"]:
        if row["status"] == "VERIFIED":
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


@probe("P-NET-1", "What is a search for two letters told?", "reference/search", "network.short_name")
def two_letters(asking: Asking) -> Seen:
    response = asking.bill.raw("GET", "/v3/network", params={"name": "ab", "scope": "BILL"})
    return outcome(response, "nothing", "refuse")


@probe(
    "P-NET-2",
    "What is the delete of an invitation told that is none?",
    "reference/deletevendorinvitation",
    "network.delete_nothing",
)
def no_invitation(asking: Asking) -> Seen:
    response = asking.bill.raw("DELETE", f"/v3/network/invitation/vendor/{asking.make.vendor()['id']}")
    return outcome(response, "accept", "refuse")
