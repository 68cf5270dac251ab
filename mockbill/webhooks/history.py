"""What was sent: the history of a subscription, sending again, and test notifications."""

from typing import Any

from pydantic import create_model

from ..gateway import listing
from ..gateway.call import Call
from ..gateway.errors import Refusal, complaint, invalid
from ..gateway.operations import Answer
from ..gateway.wire import Text, Time, Wire, merge
from ..world.store import Condition, Row
from ..world.world import World
from . import attempts, outbox
from .catalogue import EVENTS, VERSION, known, level_of
from .outbox import Event, equal, events
from .samples import sample
from .subscriptions import ITEM, find

HISTORY = f"{events.path}/{{subscriptionId}}"
_objects: dict[str, Any] = {event.key: (dict[str, Any] | None, None) for event in EVENTS.values()}
TestBody = create_model(
    "TestBody", __base__=Wire, eventType=(Text | None, None), version=(Text | None, None), **_objects
)


class HistoryQuery(Wire):
    entityId: Text | None = None
    max: Text | None = None
    page: Text | None = None
    createdTimeFrom: Time | None = None
    createdTimeTo: Time | None = None
    ascending: bool | None = None


def by_entity(call: Call, operator: str, value: str) -> Condition:
    return equal("hidden.entity", value)


@events.operation(
    "geteventsforsubscription", "GET", HISTORY, auth="events", listing=True, query=HistoryQuery, answer=Event
)
def history(call: Call) -> Answer:
    """What was sent for a subscription in the last 180 days, newest first.

    `ascending` counts only together with `createdTimeFrom` (D; its name is I).
    """
    subscription, query = find(call), call.query
    ascending = query.get("ascending") and query.get("createdTimeFrom")
    terms = []
    if "entityId" in query:
        terms.append(f'entityId:eq:"{query["entityId"].replace(chr(34), " ")}"')
    if "createdTimeFrom" in query:
        terms.append(f'createdTime:gte:"{query["createdTimeFrom"]}"')
    if "createdTimeTo" in query:
        terms.append(f'createdTime:lte:"{query["createdTimeTo"]}"')
    call.query = {name: query[name] for name in ("max", "page") if name in query} | {
        "filters": ",".join(terms),
        "sort": f"createdTime:{'asc' if ascending else 'desc'}",
    }
    kept = Condition(events.table.by_path["createdTime"], "gte", attempts.oldest(call.world))
    mine = equal("subscriptionId", subscription["id"])
    return listing.page(call, events, mine, kept, special={"entityId": by_entity})


@events.operation("resendevent", "POST", f"{HISTORY}/event/{{eventId}}", auth="events", answer=Event, evidence="I")
def resend(call: Call) -> Answer:
    """Send a notification again, with the same eventId; also to a disabled subscription (I)."""
    subscription = find(call)
    row = call.world.store.get(events.name, call.params["eventId"], subscription.org)
    if row is None or row["subscriptionId"] != subscription["id"] or row["createdTime"] < attempts.oldest(call.world):
        raise Refusal(call.choose("webhook.missing_id_status"), [complaint("BDC_1205")])
    return attempts.resend(call.world, row)


@events.operation(
    "sendtestevent", "POST", f"{ITEM}/test", auth="events", body=TestBody, body_optional=True, answer=Event
)
def send_test(call: Call) -> Answer:
    """Send a notification of dummies (by default of the subscription's first event), with what was given laid over."""
    subscription, body = find(call), call.body
    type = body.get("eventType") or subscription["events"][0]["type"]
    types = known(level_of(call.principal))
    if type not in types or body.get("version") not in (None, VERSION):
        raise invalid(f"eventType: unknown event {type[:80]}", code="BDC_1000")
    content, entity = dummy(call.world, type, body.get(EVENTS[type].key) or {})
    # A disabled subscription gets its test all the same, once (I).
    once = not subscription["status"]["enabled"]
    return outbox.enqueue(call.world, subscription, call.org, type, content, entity=entity, once=once)


def dummy(world: World, type: str, told: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The content of a notification that is no event, with `told` laid over its object, and the object's id."""
    content = sample(world, type)
    object = merge(content[EVENTS[type].key], told)
    return content, str(object.get("uuid") or object.get("id") or "")


def trigger(world: World, org: str, type: str, told: dict[str, Any]) -> list[Row]:
    """Tell every subscriber of an organization of something that did not happen. Raises ValueError on an unknown event."""
    if type not in EVENTS:
        raise ValueError(f"unknown event {type!r}")
    content, entity = dummy(world, type, told)
    return [
        outbox.enqueue(world, subscription, org, type, content, entity=entity)
        for subscription in outbox.listeners(world, org, type)
    ]
