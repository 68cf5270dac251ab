"""Webhooks of a partner: one subscription hears of every organization that the partner made, and of no other."""

from typing import Any
from uuid import uuid4

import pytest
from billclient import Client, webhooks
from billclient.settings import OpenSession
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World


def subscription(url: str, *types: str) -> dict[str, Any]:
    events = [{"type": type, "version": "1"} for type in types]
    return {"name": unique("Partner"), "status": {"enabled": True}, "notificationUrl": url, "events": events}


@pytest.fixture
def found(world: World, partner: Client) -> Any:
    """Makes an organization of the partner's, and a client with a session in it."""

    def make() -> tuple[str, Client]:
        home = partner.partner.organizations.create({"name": unique("Kite"), "address": dict(ADDRESS)})["id"]
        name = f"kit{uuid4().hex[:12]}"
        person = {"firstName": "Ida", "lastName": "Kit", "email": f"{name}@example.com", "username": name}
        user = partner.partner.users(home).create({**person, "acceptTermsOfService": True})
        opened = partner.partner.login_as_user({"userId": user["id"], "organizationId": home})
        assert world.session
        return home, world.client(OpenSession(opened["sessionId"], world.session.devKey))

    return make


@pytest.fixture
def heard(partner: Client, receiver: Receiver) -> Any:
    """A subscription of the partner, for as long as the contract lasts."""
    made = partner.webhooks.subscribe(subscription(receiver.url, "vendor.created"))
    yield made
    partner.webhooks.subscriptions.delete(made["id"])


@contract(
    "WH-PART-001",
    "A partner hears of all organizations that it made, each named in the metadata, over one signed subscription.",
    "D",
    "changelog/2024-07-22",
)
def test_children(found: Any, heard: dict[str, Any], receiver: Receiver, control: Control) -> None:
    made = {}
    for home, client in (found(), found()):
        made[home] = client.vendors.create({"name": unique("Heron"), "address": dict(ADDRESS)})["id"]
    control.drain()
    told = {one.json["metadata"]["organizationId"]: one.json["vendor"]["id"] for one in receiver.arrived}
    assert told == made
    for one in receiver.arrived:
        assert one.json["metadata"]["subscriptionId"] == heard["id"]
        assert webhooks.verify(one.body, one.headers[webhooks.SIGNATURE_HEADER], heard["securityKey"])


@contract("WH-PART-002", "A partner hears nothing of organizations that it did not make.", "D", "changelog/2024-07-22")
def test_others(heard: dict[str, Any], make: Make, receiver: Receiver, control: Control) -> None:
    make.vendor()
    control.drain()
    assert receiver.arrived == []


@contract("WH-PART-003", "A partner may subscribe to what an organization may, and not to S&E.", "D", "docs/webhooks")
def test_catalog(partner: Client, bill: Client, receiver: Receiver) -> None:
    assert partner.webhooks.catalog() == bill.webhooks.catalog()
    with refused(CLIENT_ERROR):
        partner.webhooks.subscribe(subscription(receiver.url, "spend.transaction.updated"))


@contract("WH-PART-004", "A partner's subscriptions are its own: no organization sees them.", "I", "docs/webhooks")
def test_levels(heard: dict[str, Any], partner: Client, bill: Client) -> None:
    assert heard["id"] in [row["id"] for row in partner.webhooks.subscriptions.iterate()]
    assert heard["id"] not in [row["id"] for row in bill.webhooks.subscriptions.iterate()]
    judge(bill.raw("GET", f"/v3/subscriptions/{heard['id']}", service="events"), CLIENT_ERROR)


@contract(
    "WH-PART-005",
    "A partner's history and resend are those of its own subscription.",
    "D",
    "reference/geteventsforsubscription",
)
def test_history(found: Any, heard: dict[str, Any], partner: Client, receiver: Receiver, control: Control) -> None:
    _, client = found()
    vendor = client.vendors.create({"name": unique("Heron"), "address": dict(ADDRESS)})
    control.drain()
    (entry,) = partner.webhooks.history(heard["id"], entityId=vendor["id"]).results
    partner.webhooks.resend(heard["id"], entry["id"])
    control.drain()
    assert [one.json["metadata"]["eventId"] for one in receiver.arrived] == [entry["id"]] * 2
