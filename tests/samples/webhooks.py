"""Subscriptions for the fuzz."""

HARD_TO_HIT = {"resendevent"}
REFERS = {"subscriptionId": "subscription"}


def subscription(fuzz):
    url = f"http://127.0.0.1:9/{fuzz.dice.getrandbits(32)}"
    events = [{"type": fuzz.dice.choice(("bill.created", "vendor.updated", "payment.updated")), "version": "1"}]
    return {"name": fuzz.text(), "status": {"enabled": False}, "events": events, "notificationUrl": url}


SAMPLES = {
    "createsubscription": subscription,
    "replacesubscription": subscription,
    "sendtestevent": lambda fuzz: {"eventType": "bill.created", "version": "1"},
}


def furnish(api):
    """A subscription that is never delivered to."""
    event = {
        "name": "n",
        "status": {"enabled": False},
        "events": [{"type": "bill.created", "version": "1"}],
        "notificationUrl": "http://127.0.0.1:9/h",
    }
    key = {"X-Idempotent-Key": "9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11"}
    assert api.post("/connect-events/v3/subscriptions", json=event, headers=key).status_code == 200
