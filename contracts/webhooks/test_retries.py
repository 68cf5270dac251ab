"""Notifications that are not taken: retried, given up, held back, out of order; received on loopback, so for mocks."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.receiver import Receiver


@contract(
    "WH-SEND-011",
    "A receiver that fails is tried again after 2, 4, 8 and 16 seconds; then the subscription is disabled.",
    "D",
    "docs/bill-webhook-api-notification-rules",
)
def test_retries(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    receiver.status = 500
    subscription = subscribe("vendor.created")
    make.vendor()
    control.drain()
    counts = [len(receiver.arrived)]
    for wait in (2, 4, 8, 16):
        assert bill.webhooks.subscriptions.get(subscription["id"])["status"]["enabled"] is True
        control.advance(seconds=wait)
        control.drain()
        counts.append(len(receiver.arrived))
    assert counts == [1, 2, 3, 4, 5]
    assert len({one.body for one in receiver.arrived}) == 1
    assert bill.webhooks.subscriptions.get(subscription["id"])["status"]["enabled"] is False


@contract(
    "WH-SEND-012",
    "A retry that succeeds ends the trying, and the subscription lives on.",
    "D",
    "docs/bill-webhook-api-notification-rules",
)
def test_retry_succeeds(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    receiver.status = 503
    subscription = subscribe("vendor.created")
    make.vendor()
    control.drain()
    receiver.status = 200
    control.advance(seconds=2)
    control.drain()
    control.advance(minutes=5)
    control.drain()
    assert len(receiver.arrived) == 2
    assert bill.webhooks.subscriptions.get(subscription["id"])["status"]["enabled"] is True
    assert bill.webhooks.history(subscription["id"]).results[0]["statusCode"] == 200


@contract(
    "WH-SEND-013",
    "While a subscription is paused nothing is sent, and what was missed is not made up for.",
    "I",
    "docs/working-with-bill-webhooks",
)
def test_paused(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscription = subscribe("vendor.created", status={"enabled": False})
    make.vendor()
    control.drain()
    bill.webhooks.subscriptions.update(subscription["id"], {"status": {"enabled": True}})
    second = make.vendor()
    control.drain()
    assert [one.json["vendor"]["id"] for one in receiver.arrived] == [second["id"]]


@contract(
    "WH-SEND-017",
    "A subscription that BILL disabled is revived by enabled: true, and gets what happens from then on.",
    "D",
    "docs/working-with-bill-webhooks",
)
def test_revived(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    receiver.status = 500
    subscription = subscribe("vendor.created")
    make.vendor()
    control.advance(seconds=40)
    control.drain()
    assert bill.webhooks.subscriptions.get(subscription["id"])["status"]["enabled"] is False
    receiver.status = 200
    make.vendor()
    bill.webhooks.subscriptions.update(subscription["id"], {"status": {"enabled": True}})
    third = make.vendor()
    control.drain()
    assert len(receiver.arrived) == 6
    assert receiver.arrived[-1].json["vendor"]["id"] == third["id"]


@contract(
    "WH-SEND-020",
    "A notification may come more than once and out of turn: its event id stays, and updatedTime tells the order.",
    "D",
    "docs/bill-webhook-api-notification-rules",
)
def test_doubles_and_disorder(subscribe: Any, receiver: Receiver, make: Make, control: Control, bill: Client) -> None:
    subscribe("vendor.updated")
    id = make.vendor()["id"]
    control.ask("POST", "/webhooks/faults", {"reorder": True, "times": 1})
    control.ask("POST", "/webhooks/faults", {"duplicate": 1})
    names = [unique(f"Renamed {number}") for number in range(3)]
    for name in names:
        bill.vendors.update(id, {"name": name})
        control.drain()
    control.ask("DELETE", "/webhooks/faults")
    told = [one.json for one in receiver.arrived]
    assert len(told) == 6
    assert told[0]["vendor"]["name"] == names[1]
    once = {one["metadata"]["eventId"]: one["vendor"] for one in told}
    assert len(once) == 3
    assert [row["name"] for row in sorted(once.values(), key=lambda row: row["updatedTime"])] == names
