"""Subscriptions: which events are sent where, and whether at present (D reference/createsubscription ff.)."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from ..gateway import listing
from ..gateway.call import Call
from ..gateway.errors import Refusal, complaint, invalid
from ..gateway.operations import EVENTS as DIALECT
from ..gateway.operations import Answer, Encoded, Resource
from ..gateway.verbs import rewrite
from ..gateway.wire import Filled, Min, Time, Wire, partial
from ..world.store import Column, Condition, Row
from . import outbox
from .catalogue import VERSION, known, level_of, owner_of
from .idempotency import HEADER, once

PATH = "/connect-events/v3/subscriptions"
ITEM = f"{PATH}/{{subscriptionId}}"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Status(Wire):
    enabled: bool


class Wanted(Wire):
    type: Filled
    version: Filled


class SubscriptionWrite(Wire):
    name: Filled
    status: Status
    events: Annotated[list[Wanted], Min(1)]
    notificationUrl: Filled


class Subscription(Wire):
    id: str
    name: str
    organizationId: str | None = None
    status: Status
    events: list[Wanted]
    notificationUrl: str
    createdTime: Time
    updatedTime: Time


class KeyedSubscription(Subscription):
    """What a create answers: the one time the key is shown with it (D)."""

    securityKey: str


class SecurityKey(Wire):
    securityKey: str


OWNER = Column("hidden.owner")
subscriptions = Resource(
    "subscription", PATH, "", Subscription, SubscriptionWrite, item="subscriptionId", dialect=DIALECT, keep=(OWNER,)
)


def find(call: Call) -> Row:
    """The subscription of the path, among those of the caller's level (an unknown one: 404 or 400, I)."""
    row = call.world.store.get(subscriptions.name, call.params["subscriptionId"], call.org)
    if row is None or row.hidden["owner"] != owner_of(call.principal):
        raise Refusal(call.choose("webhook.missing_id_status"), [complaint("BDC_1205")])
    return row


def mine(call: Call) -> list[Row]:
    return call.world.store.find(subscriptions.name, call.org, hidden__owner=owner_of(call.principal))


def checked(call: Call, fields: dict[str, Any], id: str = "") -> dict[str, Any]:
    """The fields with each event once, when they may stand beside the caller's other subscriptions."""
    types = known(level_of(call.principal))
    wrong = [
        f"events[{index}]: unknown event {event['type'][:80]} version {event['version'][:20]}"
        for index, event in enumerate(fields["events"])
        if event["type"] not in types or event["version"] != VERSION
    ]
    wrong += refusals_of_url(call, fields["notificationUrl"])
    if wrong:
        raise invalid(*wrong, code="BDC_1000")
    # How BILL takes an event that is listed twice is unknown: it is kept once (I).
    fields["events"] = list({event["type"]: event for event in fields["events"]}.values())
    same = {event["type"] for event in fields["events"]}
    for other in mine(call):
        if other["id"] != id and other["notificationUrl"] == fields["notificationUrl"]:
            if {event["type"] for event in other["events"]} == same:
                raise invalid("events: A subscription to the same events and notificationUrl exists", code="BDC_1000")
    return fields


def refusals_of_url(call: Call, url: str) -> list[str]:
    """https only (D); http to this machine by choice."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        valid = url.isascii() and url.isprintable() and " " not in url and bool(host) and parts.port != 0
    except ValueError:
        return ["notificationUrl: must be a valid URL"]
    if not valid:
        return ["notificationUrl: must be a valid URL"]
    if parts.scheme == "http" and host in LOOPBACK and call.choose("webhook.http_loopback"):
        return []
    return [] if parts.scheme == "https" else ["notificationUrl: must be an https URL"]


@subscriptions.operation(
    "createsubscription",
    "POST",
    PATH,
    auth="events",
    body=SubscriptionWrite,
    answer=KeyedSubscription,
    locked=False,
    headers=(HEADER,),
)
def create(call: Call) -> Answer:
    """Subscribe; the answer shows the security key, once."""
    return once(call, lambda: subscribe(call))


def subscribe(call: Call) -> dict[str, Any]:
    fields = checked(call, call.body)
    limit = call.world.choices["webhook.limit"]
    if len(mine(call)) >= limit:
        raise invalid(f"subscriptions: An organization has at most {limit} subscriptions", code="BDC_1000")
    key = call.world.ids.key()
    organization = {"organizationId": call.org} if call.org else {}
    now = {"createdTime": call.iso(), "updatedTime": call.iso()}
    row = Row(
        {"id": call.world.ids.uuid(), "name": fields["name"], **organization, **fields, **now},
        org=call.org,
        hidden={"owner": owner_of(call.principal), "securityKey": key},
    )
    return {**call.world.store.insert(subscriptions.name, row), "securityKey": key}


@subscriptions.operation("getallsubscriptions", "GET", PATH, auth="events", listing=True, answer=Subscription)
def list_all(call: Call) -> Answer:
    """A page of the caller's subscriptions; it only goes forward (D)."""
    return listing.page(call, subscriptions, Condition(OWNER, "eq", owner_of(call.principal)))


@subscriptions.operation("getsubscription", "GET", ITEM, auth="events", answer=Subscription)
def get(call: Call) -> Answer:
    """One subscription, without its key."""
    return find(call)


@subscriptions.operation("replacesubscription", "PUT", ITEM, auth="events", body=SubscriptionWrite, answer=Subscription)
def replace(call: Call) -> Answer:
    """Replace all four fields."""
    return change(call, find(call), call.body)


@subscriptions.operation(
    "updatesubscription", "PATCH", ITEM, auth="events", body=partial(SubscriptionWrite), partial=True,
    answer=Subscription,
)  # fmt: skip
def update(call: Call) -> Answer:
    """Change some fields; `status.enabled: true` revives a subscription that BILL disabled (D)."""
    row = find(call)
    given = {name: value for name, value in call.body.items() if value is not None}
    return change(call, row, {name: row[name] for name in SubscriptionWrite.model_fields} | given)


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    fields["status"] = {**row["status"], **fields["status"]}
    row.update(checked(call, fields, row["id"]))
    row = rewrite(call, subscriptions, row)
    if not row["status"]["enabled"]:
        outbox.stop(call.world, row)
    return row


@subscriptions.operation("deletesubscription", "DELETE", ITEM, auth="events", evidence="I")
def delete(call: Call) -> Answer:
    """Remove a subscription and its history; 200 with an empty body."""
    row = find(call)
    outbox.drop(call.world, row)
    call.world.store.delete(subscriptions.name, row)
    return Encoded(b"")


def new_key(call: Call) -> Answer:
    """Replace the security key; the old one signs nothing more."""

    def work() -> dict[str, Any]:
        row = find(call)
        row.hidden["securityKey"] = call.world.ids.key()
        rewrite(call, subscriptions, row)
        return {"securityKey": row.hidden["securityKey"]}

    return once(call, work)


for path, standing in (("security-key", "operation"), ("security_key", "alias")):  # older pages spell it so (D)
    subscriptions.operation(
        "createnewsecuritykey", "POST", f"{ITEM}/{path}", auth="events", answer=SecurityKey, locked=False,
        standing=standing, headers=(HEADER,),
    )(new_key)  # fmt: skip
