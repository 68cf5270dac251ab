"""Mass payments: accepted at once, worked later, each bill for itself."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver
from billcontracts.refusals import judge, refused


@pytest.fixture
def mass(trusted: Client, control: Control, bank: dict[str, Any]) -> Any:
    """Sends parts of bills as a mass payment. Only where its work can be waited for."""

    def send(*parts: tuple[str, float], **fields: Any) -> dict[str, Any]:
        body = {
            "payments": [{"billId": id, "amount": amount} for id, amount in parts],
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
            **fields,
        }
        return trusted.payments.mass(body)

    return send


@contract(
    "PA-MASS-001",
    "A mass payment is accepted with the id of its batch, its bills still SCHEDULED to be worked.",
    "D",
    "docs/ap-mass-payments",
)
def test_accepted(trusted: Client, mass: Any, make: Make) -> None:
    invoice = make.invoice(make.lasting_vendor())
    batch = mass((invoice["id"], 10.0))
    assert batch["batchStatus"] == "SCHEDULED"
    assert batch["count"] == {"scheduled": 1, "failed": 0, "completed": 0, "total": 1}
    assert trusted.payments.get_mass(batch["paymentBatchId"])["paymentBatchId"] == batch["paymentBatchId"]
    assert trusted.bills.get(invoice["id"])["scheduledAmount"] == 0


@contract(
    "PA-MASS-002",
    "Each bill is paid or fails on its own; completed counts the payments that got an id.",
    "D",
    "docs/ap-mass-payments",
)
def test_partial(trusted: Client, control: Control, mass: Any, make: Make) -> None:
    good, bad = make.invoice(make.lasting_vendor()), make.invoice(make.lasting_vendor())
    batch = mass((good["id"], 60.0), (bad["id"], 100.01))
    control.advance(minutes=5)
    done = trusted.payments.get_mass(batch["paymentBatchId"])
    assert done["batchStatus"] == "COMPLETED"
    assert done["count"] == {"scheduled": 0, "failed": 1, "completed": 1, "total": 2}
    paid, failed = done["payments"]
    assert trusted.payments.get(paid["paymentId"])["amount"] == 60.0
    assert (paid["status"], failed["status"]) == ("COMPLETED", "FAILED")
    assert failed["errors"][0]["code"] == "BDC_1159"
    assert trusted.bills.get(good["id"])["scheduledAmount"] == 60.0
    assert trusted.bills.get(bad["id"])["scheduledAmount"] == 0


@contract("PA-MASS-003", "An unknown bill fails alone.", "D", "docs/ap-mass-payments")
def test_unknown_bill(trusted: Client, control: Control, mass: Any, make: Make) -> None:
    batch = mass(("00n01NOSUCHBILLAB000", 1.0), (make.invoice(make.lasting_vendor())["id"], 1.0))
    control.advance(minutes=5)
    failed, paid = trusted.payments.get_mass(batch["paymentBatchId"])["payments"]
    assert (failed["status"], failed["errors"][0]["code"], paid["status"]) == ("FAILED", "BDC_1205", "COMPLETED")


@contract("PA-MASS-004", "At most 2,000 bills are paid in one call.", "D", "docs/ap-mass-payments")
def test_limit(trusted: Client, control: Control, mass: Any) -> None:
    assert mass(*[("00n01NOSUCHBILLAB000", 1.0)] * 2000)["count"]["total"] == 2000
    with refused(400):
        mass(*[("00n01NOSUCHBILLAB000", 1.0)] * 2001)


@contract("PA-MASS-005", "A mass payment needs a session that passed MFA.", "D", "docs/ap-mass-payments")
def test_trust(untrusted: Client, control: Control, bank: dict[str, Any]) -> None:
    body = {
        "payments": [{"billId": "00n01NOSUCHBILLAB000", "amount": 1}],
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
    }
    with refused(403, "BDC_1361", "Untrusted session."):
        untrusted.payments.mass(body)


@contract("PA-MASS-006", "An unknown batch is 404 BDC_1205.", "O", "observed")
def test_unknown_batch(trusted: Client, control: Control) -> None:
    with refused(404, "BDC_1205"):
        trusted.payments.get_mass("bbq01NOSUCHBATCHA000")


@contract("PA-MASS-007", "Payments and a funding account are required.", "S", "reference/createbulkpayment")
@pytest.mark.parametrize("body", [{}, {"payments": []}, {"payments": [{"amount": 1}]}])
def test_required(trusted: Client, control: Control, body: dict[str, Any]) -> None:
    judge(trusted.raw("POST", "/v3/payments/mass", json=body), 400)


@contract(
    "PA-MASS-008",
    "mass-payment.updated tells of the batch when it is made and when it is completed, with its counts.",
    "D",
    "docs/ap-mass-payment-notification-payloads",
)
def test_events(control: Control, mass: Any, make: Make, subscribe: Any, receiver: Receiver) -> None:
    subscribe("mass-payment.updated")
    batch = mass((make.invoice(make.lasting_vendor())["id"], 5.0), ("00n01NOSUCHBILLAB000", 1.0))
    control.advance(minutes=5)
    control.drain()
    told = [one.json["mass-payment"] for one in receiver.arrived]
    told = [row for row in told if row["paymentBatchId"] == batch["paymentBatchId"]]
    assert [(row["batchStatus"], row["count"]["completed"], row["count"]["failed"]) for row in told] == [
        ("SCHEDULED", 0, 0),
        ("COMPLETED", 1, 1),
    ]
    assert told[0].keys() == {"paymentBatchId", "batchStatus", "count", "updatedTime"}
