"""Risk verification: BILL's check of the organization."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, refused
from billcontracts.targets import World

PHONE = {"phoneNumber": "4195550100", "phoneType": "MOBILE"}


@pytest.fixture
def unknown(strict: Any) -> World:
    """An organization that BILL has not looked at yet."""
    made: World = strict()
    return made


@pytest.fixture
def approved(control: Control) -> Any:
    """The organization is approved again afterwards."""
    yield
    control.ask("POST", "/risk-verification", {"decision": "APPROVE"})


@contract(
    "PL-RISK-001", "A verification needs a phone first; adding one answers 200 with nothing.", "D",
    "reference/initiateriskverifications",
)  # fmt: skip
def test_phone_first(unknown: World) -> None:
    bill = unknown.client(unknown.session)
    assert bill.risk.phone() == {"hasPhone": False}
    with refused(CLIENT_ERROR):
        bill.risk.initiate()
    answer = bill.raw("POST", "/v3/risk-verifications/phone", json=PHONE)
    assert (answer.status_code, answer.content) == (200, b"")
    assert bill.risk.phone() == {"hasPhone": True}


@contract("PL-RISK-002", "A phone has a number and a type.", "S", "reference/createriskverificationphone")
@pytest.mark.parametrize("missing", ["phoneNumber", "phoneType"])
def test_phone_body(bill: Client, missing: str) -> None:
    with refused(400):
        bill.risk.add_phone({name: value for name, value in PHONE.items() if name != missing})


@contract(
    "PL-RISK-003",
    "The check begins as IN_PROGRESS and BILL decides by itself; each decision is told once.",
    "D",
    "docs/risk-verification-webhook-notification-payloads",
)
def test_decision(unknown: World, receiver: Any) -> None:
    bill, control = unknown.client(unknown.session), unknown.control
    assert control
    bill.webhooks.subscribe({
        "name": unique("Risk"), "status": {"enabled": True}, "notificationUrl": receiver.url,
        "events": [{"type": "risk-verification.updated", "version": "1"}],
    })  # fmt: skip
    bill.risk.add_phone(PHONE)
    begun = bill.risk.initiate()
    assert begun["decision"] == "IN_PROGRESS"
    assert bill.risk.status() == begun
    control.advance(days=1)
    decided = bill.risk.status()
    assert decided["decision"] in ("APPROVE", "HOLD", "REVIEW", "DECLINE")
    assert decided["referenceId"] == begun["referenceId"]
    control.drain()
    told = [one.json["risk-verification"] for one in receiver.arrived]
    assert told == [{"decision": "IN_PROGRESS"}, {"decision": decided["decision"]}]


@contract(
    "PL-RISK-004",
    "On HOLD no money moves; on REVIEW payments are scheduled.",
    "D",
    "docs/risk-verification-webhook-notification-payloads",
)
def test_hold(trusted: Client, control: Control, make: Make, approved: None) -> None:
    bank = trusted.banks.list(filters="status:eq:VERIFIED").results[0]["id"]
    order = {"fundingAccount": {"type": "BANK_ACCOUNT", "id": bank}, "processingOptions": {}, "amount": 100}
    control.ask("POST", "/risk-verification", {"decision": "HOLD"})
    with refused(CLIENT_ERROR):
        trusted.payments.create({**order, "billId": make.invoice()["id"]})
    control.ask("POST", "/risk-verification", {"decision": "REVIEW"})
    assert trusted.payments.create({**order, "billId": make.invoice()["id"]})["singleStatus"] == "SCHEDULED"


@contract("PL-RISK-005", "On DECLINE no money moves.", "I", "docs/risk-verification-webhook-notification-payloads")
def test_decline(trusted: Client, control: Control, make: Make, approved: None) -> None:
    bank = trusted.banks.list(filters="status:eq:VERIFIED").results[0]["id"]
    control.ask("POST", "/risk-verification", {"decision": "DECLINE"})
    with refused(CLIENT_ERROR):
        trusted.payments.create({
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank}, "processingOptions": {}, "amount": 100,
            "billId": make.invoice()["id"],
        })  # fmt: skip


@contract("PL-RISK-006", "Only an administrator begins a verification.", "D", "reference/initiateriskverifications")
def test_administrators_only(signed_in: Any) -> None:
    _, accountant = signed_in("ACCOUNTANT")
    with refused(403, "BDC_1145"):
        accountant.risk.initiate()
    with refused(403, "BDC_1145"):
        accountant.risk.add_phone(PHONE)


@contract(
    "PL-RISK-007",
    "On REVIEW a payment brings the manual check about.",
    "I",
    "docs/risk-verification-webhook-notification-payloads",
)
def test_review(trusted: Client, control: Control, make: Make, approved: None) -> None:
    bank = trusted.banks.list(filters="status:eq:VERIFIED").results[0]["id"]
    control.ask("POST", "/risk-verification", {"decision": "REVIEW"})
    control.advance(days=10)
    assert trusted.risk.status()["decision"] == "REVIEW"
    trusted.payments.create({
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank}, "processingOptions": {}, "amount": 100,
        "billId": make.invoice()["id"],
    })  # fmt: skip
    control.advance(days=10)
    assert trusted.risk.status()["decision"] == "APPROVE"
