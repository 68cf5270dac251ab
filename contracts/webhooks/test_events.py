"""Every event that BILL tells of: brought about, received, and found to have the members that its page documents."""

from typing import Any
from uuid import UUID

import pytest
from billclient import Client, webhooks
from billcontracts import contract
from billcontracts.consistency import unsaid
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.happenings import EVENTS, Stage, bank_updated, claim_updated
from billcontracts.receiver import Receiver
from billcontracts.shapes import event_shape, notification_problems
from billcontracts.whole import Whole


@pytest.fixture
def stage(trusted: Client, spend: Client, make: Make, control: Control, whole: Whole) -> Stage:
    return Stage(trusted, spend, make, control, whole)


@contract(
    "WH-EVT-001",
    "Each event is told once to who asked for it, signed, with the metadata and the members that its page documents.",
    "D",
    "docs/webhooks",
)
@pytest.mark.parametrize("type", EVENTS)
def test_event(type: str, stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    made = subscribe(type)
    id = EVENTS[type](stage)
    stage.control.drain()
    (came,) = receiver.arrived
    assert webhooks.verify(came.body, came.headers[webhooks.SIGNATURE_HEADER], made["securityKey"])
    told = came.json
    assert notification_problems(told) == []
    metadata = told["metadata"]
    assert (metadata["eventType"], metadata["subscriptionId"]) == (type, made["id"])
    assert UUID(metadata["eventId"]).version == 4
    (key,) = [key for key in told if key not in ("metadata", "errors", "createdBy", "updatedTime", "fundingAccount")]
    if read := stage.reader(type):
        shape, types = event_shape(type)
        assert list(unsaid(shape[f"{key}!"], read(id), told[key], types)) == []
    assert id in ("", *(told[key].get(name) for name in ("id", "uuid", "paymentBatchId", "acsTransactionId")))


@contract(
    "WH-EVT-002",
    "A vendor that is connected in the network is told of, CONNECTED, with the id it has there.",
    "D",
    "docs/vendor-webhook-notification-payloads",
)
def test_connected(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    peer = stage.control.ask("POST", "/network/organizations", {"name": unique("Network Heron"), "autoConnect": True})
    vendor = stage.make.vendor()
    subscribe("vendor.updated")
    stage.bill.network.invite_vendor(vendor["id"], {"networkId": peer["id"], "networkType": peer["type"]})
    stage.control.drain()
    told = receiver.arrived[-1].json
    assert notification_problems(told) == []
    assert (told["vendor"]["id"], told["vendor"]["networkStatus"]) == (vendor["id"], "CONNECTED")
    assert told["vendor"]["paymentNetworkId"] == peer["id"]


@contract(
    "WH-EVT-003",
    "Until a payment is processed its disbursement tells the day of arrival alone, then amount and account.",
    "D",
    "docs/payment-webhook-notification-payloads",
)
def test_disbursement(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("payment.updated")
    id = stage.pay(100.0).json()["id"]
    stage.control.advance(days=25)
    stage.control.drain()
    told = [one.json for one in receiver.arrived if one.json["payment"]["id"] == id]
    assert [problem for one in told for problem in notification_problems(one)] == []
    by_status = {one["payment"]["status"]: one["payment"]["disbursement"] for one in told}
    assert by_status["SCHEDULED"].keys() <= {"arrivesByDate", "disbursementAccount"}
    assert by_status["SCHEDULED"]["disbursementAccount"] == {}
    assert (by_status["CLEARED"]["amount"], by_status["CLEARED"]["currency"]) == (100.0, "USD")
    assert by_status["CLEARED"]["disbursementAccount"]["type"]
    times = [one["payment"]["updatedTime"] for one in told]
    assert len(set(times)) == len(times)


@contract("WH-EVT-004", "Each step of a reimbursement to its payout is told.", "I", "changelog/2026-03-16")
def test_payout(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("spend.reimbursement.updated")
    claim = claim_updated(stage)
    stage.control.advance(days=5)
    stage.control.drain()
    told = [one.json for one in receiver.arrived if one.json["reimbursement"]["uuid"] == claim]
    assert [problem for one in told for problem in notification_problems(one)] == []
    statuses = [one["reimbursement"]["status"] for one in told]
    assert statuses == ["APPROVED", "READY_TO_PAY", "PAYMENT_PENDING", "PAID"]
    assert [one["reimbursement"].get("fulfillmentType") for one in told] == [None, None, "ACH", "ACH"]


@contract(
    "WH-EVT-005",
    "What S&E tells of is named by uuids alone, and its metadata by the company's.",
    "D",
    "changelog/2025-07-09",
)
def test_uuids(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("spend.reimbursement.created")
    claim = stage.claim()
    stage.control.drain()
    body = receiver.arrived[0].body.decode()
    for older in (claim["id"], claim["userId"], claim["budgetId"]):
        assert older not in body
    assert receiver.arrived[0].json["reimbursement"]["userUuid"] == claim["userUuid"]
    assert "organizationId" not in receiver.arrived[0].json["metadata"]


@contract(
    "WH-EVT-006",
    "A test notification of every type that the catalogue lists has the members of a real one.",
    "D",
    "reference/sendtestevent",
)
@pytest.mark.parametrize("level", ["organization", "spend"])
def test_samples(level: str, stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    client = stage.spend if level == "spend" else stage.bill
    types = [row["type"] for row in client.webhooks.catalog()]
    made = subscribe(types[0])
    for type in types:
        client.webhooks.test(made["id"], {"eventType": type, "version": "1"})
    stage.control.drain()
    assert [one.json["metadata"]["eventType"] for one in receiver.arrived] == types
    assert [problem for one in receiver.arrived for problem in notification_problems(one.json)] == []


@contract("WH-EVT-007", "The catalogues list nothing but what does occur.", "D", "docs/webhooks")
def test_catalogues(stage: Stage) -> None:
    listed = {row["type"] for client in (stage.bill, stage.spend) for row in client.webhooks.catalog()}
    assert listed <= set(EVENTS) <= listed | {"mass-payment.updated"}


@contract(
    "WH-EVT-008",
    "A transaction is told of at its authorization and again when it clears, which names the authorization.",
    "O",
    "observed",
)
def test_card_use(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("spend.transaction.updated")
    held = stage.buy()
    stage.control.ask("POST", f"/spend/transactions/{held['uuid']}/clear")
    stage.control.drain()
    told = [one.json for one in receiver.arrived]
    assert [problem for one in told for problem in notification_problems(one)] == []
    rows = [one["transaction"] for one in told]
    assert (rows[0]["transactionType"], rows[0]["originalAuthTransactionUuid"]) == ("AUTHORIZATION", None)
    assert "CLEAR" in [row["transactionType"] for row in rows[1:]]
    assert held["id"] not in receiver.arrived[0].body.decode()


@contract(
    "WH-EVT-009", "Of a bulk call each object is told of by itself.", "I", "docs/bill-webhook-notification-payloads"
)
def test_bulk(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    vendor = stage.make.lasting_vendor()
    bodies = [stage.make.bill_body(vendor, amount) for amount in (1.0, 2.0, 3.0)]
    subscribe("bill.created")
    made = stage.bill.bills.bulk_create(bodies)
    stage.control.drain()
    told = [one.json for one in receiver.arrived]
    assert [one["bill"]["id"] for one in told] == [row["id"] for row in made]
    assert len({one["metadata"]["eventId"] for one in told}) == 3


@contract(
    "WH-EVT-010",
    "bill.updated tells of another vendor, amount, invoice number and invoice date.",
    "D",
    "docs/bill-webhook-notification-payloads",
)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"invoice": {"invoiceNumber": "BH-2"}}, {"invoice": {"invoiceNumber": "BH-2"}}),
        ({"invoice": {"invoiceDate": "2026-02-01"}}, {"invoice": {"invoiceDate": "2026-02-01T00:00:00.000Z"}}),
        ({"vendorId": ""}, {}),
    ],
)
def test_causes(stage: Stage, subscribe: Any, receiver: Receiver, change: dict[str, Any], told: dict[str, Any]) -> None:
    invoice = stage.make.invoice()
    if "vendorId" in change:
        change = told = {"vendorId": stage.make.vendor()["id"]}
    subscribe("bill.updated")
    stage.bill.bills.update(invoice["id"], change)
    stage.control.drain()
    (came,) = receiver.arrived
    for name, value in told.items():
        part = came.json["bill"][name]
        assert value.items() <= part.items() if isinstance(value, dict) else part == value


@contract(
    "WH-EVT-011",
    "bank-account.updated tells of another default; only a VERIFIED account is told of as not archived.",
    "O",
    "docs/bank-account-webhook-notification-payloads",
)
def test_banks(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("bank-account.created", "bank-account.updated")
    id = bank_updated(stage)
    stage.bill.banks.update(id, {"default": {"payables": True}})
    stage.control.drain()
    told = [one.json["bank-account"] for one in receiver.arrived if one.json["bank-account"]["id"] == id]
    stands = [(row["status"], row["archived"], row["default"]["payables"]) for row in told]
    assert stands == [("PENDING", True, False), ("VERIFIED", False, False), ("VERIFIED", False, True)]


@contract(
    "WH-EVT-012",
    "A payment that was refused in bulk is told of as well: without an id, what was asked for, and why not.",
    "D",
    "changelog/2025-02-28",
)
def test_bulk_failure(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    invoice, funding = stage.make.invoice(), stage.funding()
    subscribe("payment.failed", "payment.updated")
    body = {"payments": [{"billId": invoice["id"], "amount": 900.0}], "fundingAccount": funding}
    assert stage.bill.raw("POST", "/v3/payments/bulk", json=body).status_code >= 400
    stage.control.drain()
    (came,) = receiver.arrived
    told = came.json
    assert notification_problems(told) == []
    assert "id" not in told["payment"]
    assert told["payment"]["bills"] == [{"id": invoice["id"], "amount": 900.0}]
    assert told["payment"]["fundingAccount"] == funding
    assert told["errors"][0]["message"]


@contract(
    "WH-EVT-013",
    "A vendor that is a verified national one is told of as CONNECTED_RPPS with its rppsId, one that leaves as NOT_CONNECTED.",
    "D",
    "docs/vendor-webhook-notification-payloads",
)
def test_network_states(stage: Stage, subscribe: Any, receiver: Receiver) -> None:
    subscribe("vendor.updated")
    told: dict[str, dict[str, Any]] = {}
    for kind in ("RPPS", "BILL"):
        body = {"name": unique("National Heron"), "type": kind, "autoConnect": True}
        peer, vendor = stage.control.ask("POST", "/network/organizations", body), stage.make.vendor()
        asked = {"networkId": peer["id"], "networkType": kind, "rppsInformation": {"accountNumber": "12345678"}}
        stage.bill.network.invite_vendor(vendor["id"], asked)
        if kind == "BILL":
            stage.control.ask("POST", f"/network/invitations/{vendor['id']}/disconnect")
        stage.control.drain()
        assert [problem for one in receiver.arrived for problem in notification_problems(one.json)] == []
        told[kind] = receiver.arrived[-1].json["vendor"]
    assert told["RPPS"]["networkStatus"] == "CONNECTED_RPPS"
    assert told["RPPS"]["rppsId"] and told["RPPS"]["paymentInformation"]["payByType"] == "RPPS"
    assert told["BILL"]["networkStatus"] == "NOT_CONNECTED"
    assert "paymentNetworkId" not in told["BILL"]
