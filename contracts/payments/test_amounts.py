"""What payments and credits do to the amounts of a bill."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, refused
from hypothesis import given
from hypothesis import strategies as st


def credit_of(trusted: Client, make: Make, vendor: dict[str, Any], today: Any) -> dict[str, Any]:
    return make.keep(trusted.vendor_credits, trusted.vendor_credits.create({
        "vendorId": vendor["id"], "referenceNumber": "RET-0093", "creditDate": today().isoformat(),
        "vendorCreditLineItems": [{"amount": 30.0}],
    }))  # fmt: skip


@contract(
    "PA-PAY-003",
    "A scheduled payment moves the bill's amount from due to scheduled, and its status to SCHEDULED.",
    "D",
    "docs/ap-bills",
)
def test_bill_is_scheduled(bill: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice(None, 60.0, 40.0)
    pay(invoice, 70.0)
    read = bill.bills.get(invoice["id"])
    assert (read["scheduledAmount"], read["dueAmount"], read["paidAmount"]) == (70.0, 30.0, 0)
    assert read["paymentStatus"] == "SCHEDULED"


@contract(
    "PA-PAY-027", "Whatever part of a bill is paid, due plus scheduled plus paid stay its amount.", "D", "docs/ap-bills"
)
@properties
@given(cents=st.lists(st.integers(1, 4_000).filter(lambda amount: not 1390 <= amount <= 1399), min_size=1, max_size=4))
def test_amounts_add_up(trusted: Client, pay: Any, make: Make, cents: list[int]) -> None:
    """Of any amounts but those that a mock lets fail."""
    invoice = make.invoice(make.lasting_vendor(), 200.0)
    made = [pay(invoice, part / 100) for part in cents]
    read = trusted.bills.get(invoice["id"])
    assert round(read["scheduledAmount"] * 100) == sum(cents)
    assert round((read["dueAmount"] + read["scheduledAmount"] + read["paidAmount"]) * 100) == 20_000
    trusted.payments.cancel(made[0]["id"])
    assert round(trusted.bills.get(invoice["id"])["dueAmount"] * 100) == 20_000 - sum(cents[1:])


@contract("PA-PAY-028", "A bill with a payment is not archived, and its amount is frozen.", "I", "help.bill.com")
def test_frozen_bill(trusted: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    pay(invoice)
    with refused(CLIENT_ERROR):
        trusted.bills.archive(invoice["id"])
    with refused(CLIENT_ERROR):
        trusted.bills.update(
            invoice["id"], {"billLineItems": [{"id": invoice["billLineItems"][0]["id"], "amount": 1.0}]}
        )
    assert trusted.bills.get(invoice["id"])["amount"] == 100.0


@contract(
    "PA-PAY-032",
    "A payment with vendor credits pays the rest in money; the credits' usage names it.",
    "D",
    "docs/ap-vendor-credits",
)
def test_credit(trusted: Client, pay: Any, make: Make, today: Any) -> None:
    vendor = make.vendor()
    credit, invoice = credit_of(trusted, make, vendor, today), make.invoice(vendor)
    payment = pay(invoice, 80.0, vendorCredits=[{"id": credit["id"], "amount": 20}])
    assert payment["amount"] == 80
    assert payment["billPayments"][0]["vendorCredits"] == [{"id": credit["id"], "amount": 20}]
    read = trusted.bills.get(invoice["id"])
    assert (read["creditAmount"], read["dueAmount"], read["scheduledAmount"]) == (20, 0, 80)
    used = trusted.vendor_credits.get(credit["id"])["usage"]
    assert used == [{"billId": invoice["id"], "paymentId": payment["id"], "amount": 20}]
    assert trusted.vendor_credits.list(filters=f"id:eq:{credit['id']}").results[0]["usage"] == used


@contract("PA-PAY-033", "A payment that is cancelled gives its vendor credits back.", "I", "docs/ap-vendor-credits")
def test_credit_given_back(trusted: Client, pay: Any, make: Make, today: Any) -> None:
    vendor = make.vendor()
    credit, invoice = credit_of(trusted, make, vendor, today), make.invoice(vendor)
    payment = pay(invoice, 80.0, vendorCredits=[{"id": credit["id"], "amount": 20}])
    trusted.payments.cancel(payment["id"])
    assert trusted.vendor_credits.get(credit["id"])["appliedAmount"] == 0
    assert trusted.bills.get(invoice["id"])["dueAmount"] == 100
