"""Payments of a bill: what is scheduled, and what it shows."""

from datetime import date
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge


@contract(
    "PA-PAY-001",
    "A payment of a bill is 201, SCHEDULED, online, for the bill's vendor, from the account named.",
    "D",
    "docs/ap-payments",
)
def test_create(pay: Any, make: Make, bank: dict[str, Any]) -> None:
    invoice = make.invoice(None, 412.5)
    payment = pay(invoice, description="March flyers")
    assert (payment["status"], payment["singleStatus"], payment["onlinePayment"]) == ("SCHEDULED", "SCHEDULED", True)
    assert (payment["vendorId"], payment["billId"], payment["amount"]) == (invoice["vendorId"], invoice["id"], 412.5)
    assert payment["fundingAccount"] == {"type": "BANK_ACCOUNT", "id": bank["id"]}
    assert payment["description"] == "March flyers"
    assert payment["cancelRequestSubmitted"] is False
    assert payment["voidInfo"] == []


@contract(
    "PA-PAY-002",
    "Defaults are filled in: processing options, process date on a coming weekday, a transaction number.",
    "D",
    "docs/ap-payments",
)
def test_defaults(pay: Any, make: Make, today: Any) -> None:
    payment = pay(make.invoice())
    assert payment["processingOptions"] == {
        "requestPayFaster": False,
        "createBill": False,
        "requestCheckDeliveryType": "STANDARD",
    }
    day = date.fromisoformat(payment["processDate"])
    assert day > today()
    assert day.weekday() < 5
    assert payment["transactionNumber"]


@contract("PA-PAY-004", "A payment is read back as it was answered.", "D", "reference/getpayment")
def test_read_back(bill: Client, pay: Any, make: Make) -> None:
    payment = pay(make.invoice())
    read = bill.payments.get(payment["id"])
    assert {name: read[name] for name in payment} == payment


@contract(
    "PA-PAY-005",
    "How the vendor is paid follows from the vendor: ACH with a bank account, a check with only an address.",
    "D",
    "docs/ap-payment-disbursement-methods",
)
def test_disbursement_type(pay: Any, make: Make, ach: dict[str, Any]) -> None:
    assert pay(make.invoice(ach))["disbursementType"] == "ACH"
    assert pay(make.invoice())["disbursementType"] == "CHECK"


@contract("PA-PAY-006", "createBill makes the bill with the payment, and billId names it.", "D", "docs/ap-payments")
def test_create_bill(trusted: Client, order: Any, make: Make) -> None:
    vendor = make.vendor()
    body = order({"id": "", "dueAmount": 75.25}, vendorId=vendor["id"], processingOptions={"createBill": True})
    del body["billId"]
    payment = trusted.payments.create(body)
    made = trusted.bills.get(payment["billId"])
    assert (made["vendorId"], made["amount"], made["scheduledAmount"]) == (vendor["id"], 75.25, 75.25)


@contract(
    "PA-PAY-030",
    "A member of the request that BILL does not know changes nothing: billPayments, createBill at the top.",
    "O",
    "observed",
)
def test_ignored_members(trusted: Client, order: Any, make: Make) -> None:
    invoice = make.invoice()
    payment = trusted.payments.create(order(invoice, createBill=True, billPayments=[{"billId": "x", "amount": 1}]))
    assert payment["billId"] == invoice["id"]


@contract("PA-PAY-014", "A payment cannot be changed.", "D", "docs/ap-payments")
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_immutable(trusted: Client, pay: Any, make: Make, method: str) -> None:
    payment = pay(make.invoice())
    judge(trusted.raw(method, f"/v3/payments/{payment['id']}", json={"amount": 1}), CLIENT_ERROR)
    assert trusted.payments.get(payment["id"])["amount"] == payment["amount"]
