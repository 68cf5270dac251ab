"""The control API of webhooks."""

from uuid import uuid4

import pytest

from mockbill.webhooks.delivery import INBOX


@pytest.fixture
def subscription(api, world, simulation):
    host = f"{world.key}.{INBOX}"
    simulation.dispatcher.receive(host, lambda body, headers: 503)
    body = {
        "name": "x",
        "status": {"enabled": True},
        "events": [{"type": type, "version": "1"} for type in ("vendor.created", "bill.created")],
        "notificationUrl": f"https://{host}/",
    }
    headers = {"X-Idempotent-Key": str(uuid4())}
    yield api.post("/connect-events/v3/subscriptions", json=body, headers=headers).json["id"]
    simulation.dispatcher.forget(host)


def test_drain_and_deliveries(api, subscription):
    test = f"/connect-events/v3/subscriptions/{subscription}/test"
    ids = [api.post(test, json={"eventType": type}).json["id"] for type in ("vendor.created", "bill.created")]
    assert api.post("/_mock/webhooks/drain").json == {"waiting": 2}
    found = api.get("/_mock/webhooks/deliveries").json["deliveries"]
    assert [delivery["id"] for delivery in found] == ids
    one = found[0]
    assert (one["event"], one["subscriptionId"], one["state"], one["statusCode"]) == (
        "vendor.created", subscription, "waiting", 503,
    )  # fmt: skip
    assert [attempt["statusCode"] for attempt in one["attempts"]] == [503]
    assert one["payload"]["metadata"]["eventId"] == ids[0]
    api.advance(seconds=30)
    states = [delivery["state"] for delivery in api.get("/_mock/webhooks/deliveries").json["deliveries"]]
    assert states == ["failed", "stopped"]


@pytest.mark.parametrize(
    ("query", "count"),
    [({"event": "bill.created"}, 1), ({"event": "x"}, 0), ({"subscription": "x"}, 0), ({"last": 1}, 1)],
)
def test_deliveries_can_be_narrowed(api, subscription, query, count):
    test = f"/connect-events/v3/subscriptions/{subscription}/test"
    for type in ("vendor.created", "bill.created"):
        api.post(test, json={"eventType": type})
    assert len(api.get("/_mock/webhooks/deliveries", query_string=query).json["deliveries"]) == count
    api.post("/_mock/webhooks/drain")


def test_an_event_that_did_not_happen_is_told_to_who_asked_for_it(api, subscription):
    answer = api.post("/_mock/webhooks/trigger", json={"event": "bill.created", "object": {"amount": 5.5}})
    assert answer.status_code == 200
    api.post("/_mock/webhooks/drain")
    (delivery,) = api.get("/_mock/webhooks/deliveries").json["deliveries"]
    assert answer.json == {"deliveries": [delivery["id"]]}
    assert (delivery["event"], delivery["subscriptionId"]) == ("bill.created", subscription)
    assert delivery["payload"]["bill"]["amount"] == 5.5
    assert delivery["payload"]["bill"]["vendorName"]
    assert api.post("/_mock/webhooks/trigger", json={"event": "bill.updated"}).json == {"deliveries": []}
    unknown = api.post("/_mock/webhooks/trigger", json={"event": "bill.paid"})
    assert (unknown.status_code, unknown.json) == (400, {"error": "unknown event 'bill.paid'"})
