"""Notifications: signed, kept, sent again; received on loopback, so for mocks."""

import json
from typing import Any

import pytest
from billclient import Client, webhooks
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.receiver import Receiver
from billcontracts.refusals import judge


@contract(
    "WH-SEND-001",
    "A new vendor is told, signed over the very bytes, as one JSON object.",
    "D",
    "docs/bill-webhook-api-general-rules",
)
def test_signed(subscribe: Any, receiver: Receiver, make: Make, control: Control) -> None:
    subscription = subscribe("vendor.created")
    vendor = make.vendor()
    control.drain()
    came = receiver.of_type("vendor.created")
    assert webhooks.verify(came.body, came.headers[webhooks.SIGNATURE_HEADER], subscription["securityKey"])
    assert came.headers["content-type"].startswith("application/json")
    assert came.json["vendor"]["id"] == vendor["id"]
    metadata = came.json["metadata"]
    assert (metadata["subscriptionId"], metadata["version"]) == (subscription["id"], "1")
    assert b"\n" not in came.body


@contract("WH-SEND-002", "Only the events subscribed to are sent.", "D", "docs/webhooks")
def test_only_subscribed(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("vendor.archived")
    vendor = make.vendor()
    bill.vendors.archive(vendor["id"])
    control.drain()
    assert [one.json["metadata"]["eventType"] for one in receiver.arrived] == ["vendor.archived"]


@contract(
    "WH-SEND-003",
    "Create, update, archive and restore of a vendor are each told, the second archive is not.",
    "D",
    "docs/vendor-webhook-notification-payloads",
)
def test_vendor_events(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    wanted = ["vendor.created", "vendor.updated", "vendor.archived", "vendor.restored"]
    subscribe(*wanted)
    id = make.vendor()["id"]
    bill.vendors.update(id, {"name": unique("Renamed")})
    for call in (bill.vendors.archive, bill.vendors.archive, bill.vendors.restore):
        call(id)
    control.drain()
    assert sorted(one.json["metadata"]["eventType"] for one in receiver.arrived) == sorted(wanted)


@contract(
    "WH-SEND-004",
    "A bill tells of its creation, and of a change of its amount, with createdBy and the invoice date as a date-time.",
    "D",
    "docs/bill-webhook-notification-payloads",
)
def test_bill_events(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("bill.created", "bill.updated")
    invoice = make.invoice()
    bill.bills.update(invoice["id"], {"billLineItems": [{"id": invoice["billLineItems"][0]["id"], "amount": 5.0}]})
    control.drain()
    told = receiver.of_type("bill.created").json["bill"]
    assert told["id"] == invoice["id"]
    assert told["createdBy"].startswith("006")
    assert told["invoice"]["invoiceDate"] == f"{invoice['invoice']['invoiceDate']}T00:00:00.000Z"
    assert receiver.of_type("bill.updated").json["bill"]["amount"] == 5.0


@contract(
    "WH-SEND-005",
    "Each status of a payment is told, `status` carrying the single status.",
    "D",
    "docs/payment-webhook-notification-payloads",
)
def test_payment_events(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("payment.updated")
    bank = next(row for row in bill.banks.iterate() if row["status"] == "VERIFIED")
    invoice = make.invoice()
    payment = bill.payments.create({
        "billId": invoice["id"], "amount": 100.0, "processingOptions": {}, "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
    })  # fmt: skip
    control.advance(days=25)
    control.drain()
    told = [one.json["payment"]["status"] for one in receiver.arrived if one.json["payment"]["id"] == payment["id"]]
    assert {"SCHEDULED", "PROCESSED", "CLEARED"} <= set(told)
    assert len(told) == len(set(told))


@contract(
    "WH-SEND-006", "A payment that is refused is told as payment.failed with the errors.", "D", "changelog/2025-02-28"
)
def test_payment_failed(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("payment.failed")
    bank = next(row for row in bill.banks.iterate() if row["status"] == "VERIFIED")
    answer = bill.raw("POST", "/v3/payments", json={
        "billId": make.invoice()["id"], "amount": 900.0, "processingOptions": {}, "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
    })  # fmt: skip
    assert answer.status_code >= 400
    control.drain()
    told = receiver.of_type("payment.failed").json
    assert told["errors"]
    assert "payment" in told


@contract(
    "WH-SEND-007",
    "The test operation sends one dummy notification, signed like any other, even of what was not subscribed to.",
    "D",
    "reference/sendtestevent",
)
def test_test(subscribe: Any, receiver: Receiver, control: Control, bill: Client) -> None:
    subscription = subscribe("bill.created")
    bill.webhooks.test(subscription["id"], {"eventType": "vendor.created", "version": "1"})
    control.drain()
    came = receiver.of_type("vendor.created")
    assert webhooks.verify(came.body, came.headers[webhooks.SIGNATURE_HEADER], subscription["securityKey"])
    assert isinstance(came.json, dict)


@contract(
    "WH-SEND-008",
    "The history keeps what was sent: payload as text, the receiver's status, the newest for an entity.",
    "D",
    "reference/geteventsforsubscription",
)
def test_history(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscription = subscribe("vendor.created")
    ours, _ = make.vendor(), make.vendor()
    control.drain()
    entries = bill.webhooks.history(subscription["id"], max=10).results
    assert len(entries) == 2
    assert {entry["statusCode"] for entry in entries} == {200}
    (entry,) = bill.webhooks.history(subscription["id"], entityId=ours["id"]).results
    payload = json.loads(entry["payload"])
    assert payload["vendor"]["id"] == ours["id"]
    assert payload["metadata"]["eventId"] == entry["id"]


@contract("WH-SEND-009", "A resent event arrives again under the same event id.", "D", "reference/resendevent")
def test_resend(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscription = subscribe("vendor.created")
    make.vendor()
    control.drain()
    id = receiver.of_type("vendor.created").json["metadata"]["eventId"]
    bill.webhooks.resend(subscription["id"], id)
    control.drain()
    assert [one.json["metadata"]["eventId"] for one in receiver.arrived] == [id, id]


@contract(
    "WH-SEND-010",
    "A new security key signs from then on, and the old one no more.",
    "D",
    "reference/createnewsecuritykey",
)
def test_new_key(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscription = subscribe("vendor.created")
    fresh = bill.webhooks.security_key(subscription["id"])["securityKey"]
    assert fresh != subscription["securityKey"]
    make.vendor()
    control.drain()
    came = receiver.of_type("vendor.created")
    signature = came.headers[webhooks.SIGNATURE_HEADER]
    assert webhooks.verify(came.body, signature, fresh)
    assert not webhooks.verify(came.body, signature, subscription["securityKey"])


@contract("WH-SEND-014", "A write that was refused tells nobody.", "I", "docs/webhooks")
def test_refused_write(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("bill.created")
    bodies = [make.bill_body(), make.bill_body({"id": "00901NOSUCHVENDO0000"})]
    assert bill.raw("POST", "/v3/bills/bulk", json=bodies).status_code >= 400
    control.drain()
    assert receiver.arrived == []


@contract(
    "WH-SEND-015",
    "The history comes in pages that only go forward, and ascends from a time when asked to.",
    "D",
    "reference/geteventsforsubscription",
)
def test_history_pages(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscription = subscribe("vendor.created")
    made = [make.vendor()["id"] for _ in range(3)]
    control.drain()
    walked = list(bill.webhooks.iterate_history(subscription["id"], createdTimeFrom="2020-01-01T00:00:00Z"))
    assert [json.loads(entry["payload"])["vendor"]["id"] for entry in walked] == made[::-1]
    page = bill.webhooks.history(subscription["id"], max=2)
    assert (len(page), page.prev_page) == (2, None)
    assert len(bill.webhooks.history(subscription["id"], max=2, page=page.next_page)) == 1


@contract(
    "WH-SEND-016",
    "A test of an event or a version that the catalogue does not have is 400.",
    "D",
    "docs/webhook-api-error-responses",
)
@pytest.mark.parametrize(
    "body", [{"eventType": "bill.paid", "version": "1"}, {"eventType": "bill.created", "version": "2"}, {"vendor": []}]
)
def test_wrong_test(subscribe: Any, receiver: Receiver, control: Control, bill: Client, body: Any) -> None:
    subscription = subscribe("bill.created")
    judge(bill.raw("POST", f"/v3/subscriptions/{subscription['id']}/test", service="events", json=body), 400)
    control.drain()
    assert receiver.arrived == []


@contract("WH-SEND-018", "The history goes back 180 days.", "D", "reference/geteventsforsubscription")
def test_kept(strict: Any, receiver: Receiver) -> None:
    world = strict()
    client = world.client(world.session)
    subscription = client.webhooks.subscribe({
        "name": unique("Receiver"), "status": {"enabled": True}, "notificationUrl": receiver.url,
        "events": [{"type": "vendor.created", "version": "1"}],
    })  # fmt: skip
    client.vendors.create({"name": unique("Heron"), "address": ADDRESS})
    world.control.drain()
    world.control.advance(days=179)
    assert len(client.webhooks.history(subscription["id"])) == 1
    world.control.advance(days=2)
    assert len(client.webhooks.history(subscription["id"])) == 0


@contract(
    "WH-SEND-019",
    "A history asked for from or to something that is no time is 400, and so is one of more than 100 a page.",
    "D",
    "docs/webhook-api-error-responses",
)
@pytest.mark.parametrize("query", [{"createdTimeFrom": "yesterday"}, {"createdTimeTo": "x"}, {"max": 101}, {"max": 0}])
def test_wrong_history(subscribe: Any, bill: Client, query: dict[str, Any]) -> None:
    path = f"/v3/events/subscription/{subscribe('bill.created')['id']}"
    judge(bill.raw("GET", path, service="events", params=query), 400)
