"""What is open about connect-events."""

import json
from typing import Any
from uuid import uuid4

import httpx

from ..asking import Asking, NotAsked
from ..probe import Seen, parts, probe, status_of, told, whole
from .rows import NOWHERE


@probe("P-WEB-1", "How does the catalogue of events look?", "reference/listevents", "webhook.catalogue")
def catalogue(asking: Asking) -> Seen:
    body = asking.bill.raw("GET", "/v3/events/catalog", service="events").json()
    return Seen("an array" if isinstance(body, list) else "an object", "array" if isinstance(body, list) else "object")


@probe(
    "P-WEB-2",
    "Which status has a subscription that there is not?",
    "reference/getsubscription",
    "webhook.missing_id_status",
)
def missing(asking: Asking) -> Seen:
    return status_of(asking.bill.raw("GET", f"/v3/subscriptions/{uuid4()}", service="events"), 404, 400)


@probe("P-WEB-17", "How many events, and which versions, has the catalogue?", "reference/listevents")
def catalogued(asking: Asking) -> Seen:
    listed = events(asking)
    versions = {str(event.get("version", event.get("versions"))) for event in listed}
    return Seen(f"{len(listed)} events of the versions {', '.join(sorted(versions))}")


@probe("P-WEB-18", "Is mass-payment.updated in the catalogue?", "docs/webhooks", "webhook.mass_payment_listed")
def mass_payments(asking: Asking) -> Seen:
    found = any(event["type"] == "mass-payment.updated" for event in events(asking))
    return Seen("yes" if found else "no", found)


def events(asking: Asking) -> list[dict[str, Any]]:
    body = asking.bill.raw("GET", "/v3/events/catalog", service="events").raise_for_status().json()
    found: list[dict[str, Any]] = body if isinstance(body, list) else body["events"]
    return found


class Listening:
    """Subscriptions to an address that nobody has, switched off; deleted at the end."""

    def __init__(self, asking: Asking) -> None:
        self.bill = asking.bill
        self.made: set[str] = set()

    def body(self, *types: str) -> dict[str, Any]:
        return {
            "name": "probe", "status": {"enabled": False}, "notificationUrl": f"{NOWHERE}/{uuid4()}",
            "events": [{"type": type, "version": "1"} for type in types or ("vendor.created",)],
        }  # fmt: skip

    def subscribe(self, body: dict[str, Any], key: str = "") -> httpx.Response:
        response = self.call("POST", "", body, {"X-Idempotent-Key": key or str(uuid4())})
        if response.is_success:
            self.made.add(response.json()["id"])
        return response

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.bill.raw(method, f"/v3/subscriptions{path}", json=body, headers=headers, service="events")

    def history(self, id: str) -> list[dict[str, Any]]:
        found = self.bill.raw("GET", f"/v3/events/subscription/{id}", service="events").raise_for_status()
        rows: list[dict[str, Any]] = found.json()["results"]
        return rows

    def __enter__(self) -> "Listening":
        return self

    def __exit__(self, *_: object) -> None:
        for id in self.made:
            self.call("DELETE", f"/{id}")


@probe("P-WEB-19", "What becomes of a key that is used again?", "docs/bill-webhook-api-general-rules")
def same_key(asking: Asking) -> Seen:
    key = str(uuid4())
    with Listening(asking) as listening:
        body = listening.body()
        first, again, other = (listening.subscribe(sent, key) for sent in (body, body, listening.body()))
    said = ["the same answer" if answer.text == first.text else told(answer) for answer in (again, other)]
    return Seen(f"{whole(first)}; again: {said[0]}; with another body: {said[1]}")


@probe("P-WEB-20", "What is a second subscription to the same events and address told?", "reference/createsubscription")
def same_address(asking: Asking) -> Seen:
    with Listening(asking) as listening:
        body = listening.body()
        listening.subscribe(body).raise_for_status()
        return Seen(whole(listening.subscribe(body)))


@probe("P-WEB-21", "Do reads show the security key, and lists honour max?", "reference/getallsubscriptions")
def read(asking: Asking) -> Seen:
    with Listening(asking) as listening:
        id = [listening.subscribe(listening.body()).raise_for_status().json()["id"] for _ in range(2)][0]
        one, several = listening.call("GET", f"/{id}"), listening.call("GET", "?max=1")
    shown = "securityKey" in one.text + several.text
    return Seen(f"key shown: {shown}; {len(several.json()['results'])} of 2 or more, {sorted(several.json())}")


@probe("P-WEB-22", "What do PUT, PATCH, and a delete twice over answer?", "reference/replacesubscription")
def changed(asking: Asking) -> Seen:
    with Listening(asking) as listening:
        path = f"/{listening.subscribe(listening.body()).raise_for_status().json()['id']}"
        calls = [
            ("PUT", listening.body("bill.created")), ("PATCH", {"name": "probe 2"}), ("DELETE", None), ("GET", None),
            ("DELETE", None),
        ]  # fmt: skip
        answers = [listening.call(method, path, body) for method, body in calls]
    return Seen("; ".join(f"{method} {told(answer)}" for (method, _), answer in zip(calls, answers, strict=True)))


@probe("P-WEB-23", "What do a test and its history answer, and a test sent again?", "reference/sendtestevent")
def tested(asking: Asking) -> Seen:
    with Listening(asking) as listening:
        id = listening.subscribe(listening.body()).raise_for_status().json()["id"]
        sent = listening.call("POST", f"/{id}/test", {})
        rows = listening.history(id)
        if not rows:
            return Seen(f"{whole(sent)}; the history is empty")
        again = asking.bill.raw("POST", f"/v3/events/subscription/{id}/event/{rows[0]['id']}", service="events")
    return Seen(f"{whole(sent)}; {parts(rows[0])}; again: {whole(again)}")


@probe(
    "P-WEB-24",
    "Is a vendor's account number a number in its notification?",
    "docs/vendor-webhook-notification-payloads",
    "webhook.numeric_account_number",
)
def numeric_account(asking: Asking) -> Seen:
    number = notified(asking, "vendor.created")["vendor"].get("accountNumber")
    return Seen(type(number).__name__, isinstance(number, int), number is not None)


@probe(
    "P-WEB-25",
    "Is the version a number in an invoice's notification?",
    "docs/invoice-webhook-notification-payloads",
    "webhook.numeric_invoice_version",
)
def numeric_version(asking: Asking) -> Seen:
    version = notified(asking, "invoice.created")["metadata"].get("version")
    return Seen(type(version).__name__, isinstance(version, int), version is not None)


def notified(asking: Asking, type: str) -> dict[str, Any]:
    """What a test of an event would tell, as the history of its subscription has it."""
    with Listening(asking) as listening:
        id = listening.subscribe(listening.body(type)).raise_for_status().json()["id"]
        listening.call("POST", f"/{id}/test", {"eventType": type}).raise_for_status()
        rows = listening.history(id)
    if not rows:
        raise NotAsked("the history of a subscription that is off shows no test")
    payload = rows[0]["payload"]
    told: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return told
