"""Payments that leave their course: debits and disbursements that fail, holds, checks and cards that nobody uses. Brought about by
a mock's levers, for BILL's sandbox has none.
"""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver


@pytest.fixture
def steer(control: Control) -> Any:
    """Has a bank, the mail or BILL do something to a payment."""

    def do(payment: dict[str, Any], action: str, status: str | None = None) -> dict[str, Any]:
        takes = action in ("fail", "return", "void")
        found: dict[str, Any] = control.ask(
            "POST", f"/payments/{payment['id']}/{action}", {"status": status} if status else {} if takes else None
        )
        return found

    return do


@contract(
    "PA-FAIL-001",
    "A debit that fails leaves the payment for the payer to act on, or voided without credit.",
    "D",
    "docs/single-status-payment-values",
)
@pytest.mark.parametrize("status", ["FUNDING_FAILED_ACTION_NEEDED", "FUNDING_FAILED_VOIDED"])
def test_funding(trusted: Client, steer: Any, pay: Any, make: Make, ach: dict[str, Any], status: str) -> None:
    payment = pay(make.invoice(ach))
    steer(payment, "fail", status)
    read = trusted.payments.get(payment["id"])
    assert (read["singleStatus"], read["disbursementStatus"]) == (status, "FAILED")
    assert read["status"] == ("VOID" if status.endswith("VOIDED") else "PAID")


@contract(
    "PA-FAIL-002",
    "A disbursement that comes back may be voided, after which the bill is due again.",
    "D",
    "docs/single-status-payment-values",
)
@pytest.mark.parametrize("status", ["DISBURSEMENT_FAILED_ACTION_NEEDED", "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED"])
def test_return(trusted: Client, steer: Any, pay: Any, make: Make, ach: dict[str, Any], status: str) -> None:
    invoice = make.invoice(ach)
    payment = pay(invoice)
    steer(payment, "return", status)
    assert trusted.payments.get(payment["id"])["singleStatus"] == status
    trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "returned"})
    assert trusted.payments.get(payment["id"])["status"] == "VOID"
    assert trusted.bills.get(invoice["id"])["dueAmount"] == 100.0


@contract(
    "PA-FAIL-003", "An ACH payment that has cleared can still come back.", "D", "docs/single-status-payment-values"
)
def test_return_after_clearing(trusted: Client, steer: Any, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    payment = pay(make.invoice(ach))
    assert steer(payment, "clear")["singleStatus"] == "CLEARED"
    steer(payment, "return")
    assert trusted.payments.get(payment["id"])["singleStatus"] == "DISBURSEMENT_FAILED_ACTION_NEEDED"


@contract(
    "PA-FAIL-004", "A disbursement on hold is sent once it is released.", "D", "docs/single-status-payment-values"
)
def test_hold(trusted: Client, steer: Any, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    payment = pay(make.invoice(ach))
    steer(payment, "hold")
    read = trusted.payments.get(payment["id"])
    assert (read["singleStatus"], read["disbursementStatus"]) == ("DISBURSEMENT_ON_HOLD", "HOLD")
    steer(payment, "process")
    assert trusted.payments.get(payment["id"])["singleStatus"] == "SENT"


@contract(
    "PA-FAIL-005",
    "A failed payment alone does not make its bill due again.",
    "I",
    "docs/single-status-payment-values",
)
def test_failure_leaves_the_bill(trusted: Client, steer: Any, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    invoice = make.invoice(ach)
    steer(pay(invoice), "return")
    assert trusted.bills.get(invoice["id"])["dueAmount"] == 0


@contract(
    "PA-FAIL-006",
    "A check that nobody cashes for 90 days is voided and its bill is due again.",
    "D",
    "help.bill.com",
)
def test_uncashed(strict: Any) -> None:
    own = strict()
    client, control = own.client(own.session), own.control
    client.mfa.trust("123456")
    address = {"line1": "1 Pier", "city": "Toledo", "zipOrPostalCode": "43604", "country": "US"}
    vendor = client.vendors.create({"name": "Heron", "address": address})
    invoice = client.bills.create({
        "vendorId": vendor["id"], "dueDate": "2026-04-01", "billLineItems": [{"amount": 13.98}],
        "invoice": {"invoiceNumber": "1", "invoiceDate": "2026-03-01"},
    })  # fmt: skip
    (account,) = client.banks.list().results
    payment = client.payments.create({
        "billId": invoice["id"], "amount": 13.98, "processingOptions": {},
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account["id"]},
    })  # fmt: skip
    assert payment["disbursementType"] == "CHECK"
    seen = []
    for _ in range(20):
        control.advance(days=5)
        client.session.login()
        seen.append(client.payments.get(payment["id"])["singleStatus"])
    assert {"DELIVERED", "EXPIRING"} <= set(seen)
    assert seen[-1] == "VOIDED"
    assert client.bills.get(invoice["id"])["dueAmount"] == 13.98


@contract(
    "PA-FAIL-007",
    "What nobody claims is handed to the state, and cannot be voided.",
    "D",
    "docs/single-status-payment-values",
)
def test_escheated(trusted: Client, steer: Any, pay: Any, make: Make) -> None:
    payment = pay(make.invoice())
    steer(payment, "escheat")
    read = trusted.payments.get(payment["id"])
    assert read["singleStatus"] == "FUNDS_ESCHEATED"
    assert read["disbursementInfo"]["isVoidable"] is False


@contract(
    "PA-FAIL-008",
    "Every status is told as payment.updated, once and in order, by its singleStatus.",
    "D",
    "docs/payment-webhook-notification-payloads",
)
def test_told(
    control: Control, steer: Any, pay: Any, make: Make, ach: dict[str, Any], subscribe: Any, receiver: Receiver
) -> None:
    subscribe("payment.updated")
    payment = pay(make.invoice(ach))
    steer(payment, "clear")
    steer(payment, "return")
    control.drain()
    told = [one.json["payment"] for one in receiver.arrived if one.json["payment"]["id"] == payment["id"]]
    assert [row["status"] for row in told] == [
        "SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED",
        "DISBURSEMENT_FAILED_ACTION_NEEDED",
    ]  # fmt: skip
    assert told[0]["disbursement"]["disbursementAccount"] == {}
    assert told[-1]["disbursement"]["disbursementAccount"]["type"] == "ACH"
    assert {row["billingType"] for row in told} == {"BDC"}


@contract(
    "PA-FAIL-009",
    "A payment that is refused is told as payment.failed, without an id, with the bills and the reasons.",
    "D",
    "changelog/2025-02-28",
)
def test_refused(trusted: Client, control: Control, order: Any, make: Make, subscribe: Any, receiver: Receiver) -> None:
    subscribe("payment.failed")
    invoice = make.invoice(make.lasting_vendor())
    trusted.raw("POST", "/v3/payments", json=order(invoice, 100.01, transactionNumber="KIT1"))
    control.drain()
    (told,) = (one.json for one in receiver.arrived)
    assert "id" not in told["payment"]
    assert told["payment"]["bills"] == [{"id": invoice["id"], "amount": 100.01}]
    assert told["payment"]["transactionNumber"] == "KIT1"
    assert told["errors"][0]["code"] == "BDC_1159"


@contract(
    "PA-FAIL-010",
    "A check that is not cashed yet has no image, what is no check has none at all.",
    "I",
    "reference/getcheckimagedata",
)
def test_no_image(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    assert trusted.payments.check_image(pay(make.invoice())["id"])["results"] == []
    answer = trusted.raw("GET", f"/v3/payments/{pay(make.invoice(ach))['id']}/check-image")
    assert answer.status_code >= 400 or answer.json() == {"results": []}
