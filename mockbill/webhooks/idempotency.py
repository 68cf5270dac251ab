"""The idempotent key of connect-events: a success is answered again for 24 hours, in the same bytes.

D docs/bill-webhook-api-general-rules: asked for by exactly two operations, a UUID of version 4. The same key while
its request is in progress is 429 (D docs/webhook-api-error-responses). That errors are not kept, that the body of a
repetition is not looked at, and that a key counts per credential, operation and path, is ours (I).
"""

import re
import threading
from collections.abc import Callable
from typing import Any

import orjson

from ..gateway.call import Call
from ..gateway.errors import Refusal, complaint, invalid
from ..gateway.operations import Encoded
from ..world.clock import DAY
from ..world.store import Column, Condition, Row, Table
from ..world.world import World

HEADER = "X-Idempotent-Key"
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
MADE = Column("made", "number", index=True)
ANSWERS = Table("idempotent_answer", (MADE,))


class InFlight:
    """The keys whose request is being worked on."""

    def __init__(self, world: World) -> None:
        self.lock = threading.Lock()
        self.keys: set[str] = set()

    def state(self) -> Any:
        return None

    def load(self, state: Any) -> None:
        """What is in flight is not part of a copy."""


def once(call: Call, work: Callable[[], Row | dict[str, Any]]) -> Encoded:
    """Do the work in a transaction, or answer as the first time."""
    key = key_of(call)
    in_flight = call.world.part(InFlight)
    with in_flight.lock:
        if key in in_flight.keys:
            raise Refusal(429, [complaint("BDC_1000", f"A request with this {HEADER} is in progress")])
        in_flight.keys.add(key)
    try:
        with call.world.transaction():
            return kept(call, key) or keep(call, key, work())
    finally:
        with in_flight.lock:
            in_flight.keys.discard(key)


def key_of(call: Call) -> str:
    given = call.headers.get(HEADER.lower(), "").strip()
    if not UUID4.fullmatch(given):
        raise invalid(f"{HEADER}: is missing or is not a UUID4 value", code="BDC_1000")
    operation = call.operation.id if call.operation else ""
    who = call.principal
    return " ".join([who.kind, who.key, who.org, operation, *call.params.values(), given.lower()])


def kept(call: Call, key: str) -> Encoded | None:
    row = call.world.store.get(ANSWERS.name, key)
    return Encoded(row["answer"].encode()) if row and row["made"] > call.now() - DAY else None


def keep(call: Call, key: str, answer: Row | dict[str, Any]) -> Encoded:
    store = call.world.store
    store.sweep(ANSWERS.name, call.org, [Condition(MADE, "lte", MADE.stored(call.now() - DAY))])
    old = store.get(ANSWERS.name, key)
    if old is not None:
        store.delete(ANSWERS.name, old)
    body = orjson.dumps(dict(answer))
    store.insert(ANSWERS.name, Row({"id": key, "made": call.now(), "answer": body.decode()}, org=call.org))
    return Encoded(body)
