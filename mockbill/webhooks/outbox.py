"""The notifications of a world, from the transaction that caused them until their history is forgotten.

One row per subscription and event, written with what caused it, is at once the queue and the history. A row is
`due`, `waiting` for its next attempt, `held` until another went first, or done: `delivered`, `failed`, `dropped` (a
fault lost it), `stopped` (the subscription was disabled).
"""

from dataclasses import dataclass
from typing import Any

import orjson

from ..gateway.operations import EVENTS as DIALECT
from ..gateway.operations import Resource
from ..gateway.wire import Time, Wire
from ..world.clock import MINUTE, SECOND
from ..world.store import SCALE, Column, Condition, Row
from ..world.world import World
from . import mishaps
from .catalogue import EVENTS, VERSION
from .payloads import company_of, content_of
from .signature import sign

OPEN_STATES = ("due", "waiting", "held")
OVERHEAD = 500
HELD_AT_MOST = MINUTE
"""How long a notification waits for another to go first, when none comes."""


class Event(Wire):
    """One notification as the history shows it; `payload` is the whole notification as text (S)."""

    id: str
    type: str
    version: str
    subscriptionId: str
    payload: str
    createdTime: Time
    statusCode: int | None = None


QUEUE, HELD, OPEN, MARK = (
    Column("hidden.queue", index=True),
    Column("hidden.held", index=True),
    Column("hidden.open", "flag"),
    Column("hidden.mark", "number", True),
)
events = Resource(
    "webhook_event", "/connect-events/v3/events/subscription", "", Event, Event, dialect=DIALECT, item="eventId",
    filters={"createdTime": "gte lte"}, sorts="createdTime", indexes="createdTime",
    keep=(Column("subscriptionId"), Column("type"), Column("hidden.entity"), QUEUE, HELD, OPEN, MARK),
)  # fmt: skip
"""`queue` is the subscription while a row is due, `held` while it is held; `mark` counts the bytes ever written, so that old ones can be cut."""


class Wake:
    """Which subscriptions have something new to deliver, as `(org, id)`; until `complete`, there may be more."""

    def __init__(self, world: World) -> None:
        self.lanes: set[tuple[str, str]] = set()
        self.listeners: dict[tuple[str, str], tuple[tuple[int, ...], list[Row]]] = {}
        self.complete = False

    def state(self) -> Any:
        return None

    def load(self, state: Any) -> None:
        """Nothing is kept: the rows know all."""


@dataclass(frozen=True)
class Message:
    """What one attempt sends, and where."""

    id: str
    url: str
    body: bytes
    signature: str


def publish(world: World, org: str, event: str, row: Row, extra: dict[str, Any]) -> None:
    """Write one row for each enabled subscription that asked for this event; inside the caller's transaction."""
    content: dict[str, Any] | None = None
    if event.startswith("spend.") and not world.choices["webhook.spend_events"]:
        return
    for subscription in listeners(world, org, event):
        if content is None:
            content = content_of(world, org, event, row, extra)
        entity = str(row.get("uuid") or row.get("id") or row.get("paymentBatchId") or "")
        enqueue(world, subscription, org, event, content, entity=entity)


def listeners(world: World, org: str, event: str) -> list[Row]:
    """The enabled subscriptions that asked for an event, looked up again when any subscription has changed."""
    memo, stamp = world.part(Wake).listeners, world.store.memory.stamp("subscription", "organization")
    if (org, event) not in memo or memo[org, event][0] != stamp:
        memo[org, event] = stamp, look_up_listeners(world, org, event)
    return memo[org, event][1]


def look_up_listeners(world: World, org: str, event: str) -> list[Row]:
    known = EVENTS.get(event)
    if known is None:  # nobody can subscribe to what BILL does not send (bank-account.archived, O)
        return []
    found = world.store.find("subscription", org, hidden__owner=known.level)
    if known.level == "organization":
        partners = world.store.find("subscription", None, hidden__owner="partner")
        found += [row for row in partners if row.org == partner_of(world, org)]
    return [
        row for row in found if row["status"]["enabled"] and any(wanted["type"] == event for wanted in row["events"])
    ]


def partner_of(world: World, org: str) -> str | None:
    """The partner that made an organization (its `hidden.partner`), as partner sessions have it for their `org`."""
    organization = world.store.get("organization", org)
    return organization.hidden.get("partner") if organization else None


def enqueue(
    world: World,
    subscription: Row,
    org: str,
    event: str,
    content: dict[str, Any],
    *,
    entity: str = "",
    once: bool = False,
) -> Row:
    """Put a notification into the outbox; with `once` it gets a single attempt, whatever comes of it."""
    id = world.ids.uuid()
    number = event.startswith("invoice.") and world.choices["webhook.numeric_invoice_version"]
    metadata = {
        "eventId": id,
        "subscriptionId": subscription["id"],
        **whose(world, org, event),
        "eventType": event,
        "version": int(VERSION) if number else VERSION,
    }
    payload = orjson.dumps({"metadata": metadata, **content}).decode()
    row = {
        "id": id,
        "type": event,
        "version": VERSION,
        "subscriptionId": subscription["id"],
        "payload": payload,
        "createdTime": world.clock.iso(),
    }
    hidden = {
        "entity": entity,
        "attempts": [],
        "once": once,
        "mark": written(world, subscription.org) + len(payload) + OVERHEAD,
    }
    return set_out(world, world.store.insert(events.name, Row(row, org=subscription.org, hidden=hidden)))


def whose(world: World, org: str, event: str) -> dict[str, str]:
    """Whose event it is: S&E names its company where AP and AR name the organization (D)."""
    return {"spendCompanyUuid": company_of(world, org)} if EVENTS[event].level == "spend" else {"organizationId": org}


def set_out(world: World, row: Row) -> Row:
    """Have a new notification delivered, unless something is to go wrong with it."""
    mishap = mishaps.met(world, row["type"], row["subscriptionId"])
    row.hidden |= {"copies": mishap.get("duplicate", 0), "forged": mishap.get("forge", False)}
    if mishap.get("drop"):
        return set_state(world, row, "dropped")
    if mishap.get("reorder"):
        return wait(world, row, "held", HELD_AT_MOST)
    if mishap.get("delay"):
        return wait(world, row, "waiting", round(mishap["delay"] * SECOND))
    return make_due(world, row)


def wait(world: World, row: Row, state: str, milliseconds: int) -> Row:
    """Have the clock make a notification due."""
    due = world.clock.now() + milliseconds
    world.schedule(due, "webhook.retry", subject=subject_of(row), org=row.org, event=row["id"])
    return set_state(world, row, state)


def release(world: World, row: Row) -> None:
    """Another notification went first: make those due that were held for it."""
    for held in world.store.find(events.name, row.org, hidden__held=row["subscriptionId"]):
        if held.seq < row.seq:
            world.unschedule(subject_of(held))
            make_due(world, held)


def written(world: World, org: str) -> int:
    """The bytes that were ever written for an organization."""
    last = world.store.select(events.name, org, (), [(MARK, True)], limit=1)
    return int(last[0][2]) // SCALE if last else 0


def set_state(world: World, row: Row, state: str) -> Row:
    row.hidden |= {
        "state": state,
        "open": state in OPEN_STATES,
        "held": row["subscriptionId"] if state == "held" else "",
        "queue": row["subscriptionId"] if state == "due" else "",
    }
    return world.store.update(events.name, row)


def make_due(world: World, row: Row) -> Row:
    world.part(Wake).lanes.add((row.org, row["subscriptionId"]))
    return set_state(world, row, "due")


def next_message(world: World, org: str, subscription: str) -> Message | None:
    """The oldest notification that is due for a subscription."""
    found = world.store.find(events.name, org, limit=1, hidden__queue=subscription)
    receiver = world.store.get("subscription", subscription, org)
    if not found or receiver is None:
        return None
    row = found[0]
    body: bytes = row["payload"].encode()
    if world.choices["webhook.double_encoded"]:
        body = orjson.dumps(row["payload"])
    key: str = receiver.hidden["securityKey"]
    return Message(row["id"], receiver["notificationUrl"], body, sign(body, key[::-1] if row.hidden["forged"] else key))


def due_lanes(world: World) -> set[tuple[str, str]]:
    """All subscriptions that have something due."""
    lanes: set[tuple[str, str]] = set()
    last = ""
    while found := world.store.select(
        events.name, None, [Condition(QUEUE, "gt", last)], [(QUEUE, False)], limit=1, whole=True
    ):
        _, _, last, org, _ = found[0]
        lanes.add((org, last))
    return lanes


def subject_of(row: Row) -> str:
    return f"webhook {row['id']}"


def stop(world: World, subscription: Row) -> None:
    """A disabled subscription gets nothing more, also not what waited; missed events are not replayed (I)."""
    for row in world.store.find(events.name, subscription.org, subscriptionId=subscription["id"], hidden__open=True):
        if not row.hidden["once"]:
            world.unschedule(subject_of(row))
            set_state(world, row, "stopped")


def drop(world: World, subscription: Row) -> None:
    """Forget all of a deleted subscription."""
    for row in world.store.find(events.name, subscription.org, subscriptionId=subscription["id"], hidden__open=True):
        world.unschedule(subject_of(row))
    world.store.sweep(events.name, subscription.org, [equal("subscriptionId", subscription["id"])])


def equal(path: str, value: Any) -> Condition:
    column = events.table.by_path[path]
    return Condition(column, "eq", column.stored(value))


def deliveries(world: World, event: str | None = None, subscription: str | None = None, last: int = 1000) -> list[Any]:
    """The newest notifications with their attempts, oldest of them first, for whoever steers the simulation."""
    terms = {"type": event, "subscriptionId": subscription}
    conditions = [equal(name, value) for name, value in terms.items() if value]
    found = world.store.select(events.name, None, conditions, (), limit=last, backward=True, whole=True)
    return [delivery(orjson.loads(body), orjson.loads(hidden)) for _, body, _, hidden in reversed(found)]


def delivery(row: dict[str, Any], hidden: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "event": row["type"],
        "subscriptionId": row["subscriptionId"],
        "createdTime": row["createdTime"],
        "state": hidden["state"],
        "statusCode": row.get("statusCode"),
        "attempts": hidden["attempts"],
        "payload": orjson.loads(row["payload"]),
    }
