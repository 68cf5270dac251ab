"""One request, from top to bottom: `handle` and `serve` are the whole way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson

from .gateway import steering
from .gateway.call import Call, weaker
from .gateway.credentials import authenticate, check_role, check_scope
from .gateway.errors import ControlRefusal, OAuthRefusal, Refusal
from .gateway.faults import NO_TROUBLE, Faults
from .gateway.intake import read_body, read_query
from .gateway.journal import Entry, Journal
from .gateway.limits import Limits, status_of
from .gateway.operations import Encoded, Operation
from .gateway.routing import NotSimulated, Router, not_routed
from .resources.spend import pan
from .world.clock import stopwatch
from .world.world import World
from .world.worlds import DEFAULT, Worlds

Place = tuple[str, str]


@dataclass(slots=True)
class Incoming:
    """A request as it came; header names are lower-case. `place` is the route it took, or the status of none."""

    method: str
    path: str
    place: Place | int
    query: Mapping[str, str]
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base_url: str
    repeated: Mapping[str, Sequence[str]]


def handle(worlds: Worlds, router: Router, incoming: Incoming, pinned: World | None = None) -> Encoded:
    """The way of a request: world, journal, route, credentials, limits, fault, body, trust, role, operation."""
    try:
        world = pinned or world_of(worlds, incoming)
    except ControlRefusal as refusal:
        return encode({"error": str(refusal)}, refusal.status)
    entry = Entry(world.clock.now(), incoming.method, incoming.path, incoming.query, incoming.headers, incoming.body)
    started = stopwatch()
    operation: Operation | None = None
    call: Call | None = None
    trouble = NO_TROUBLE
    try:
        if isinstance(incoming.place, int):
            if steering.steers(incoming.path):
                raise steering.not_routed(incoming.method, incoming.path, incoming.place)
            raise not_routed(incoming.path, incoming.place)
        operation = router.at(incoming.place)
        principal = authenticate(world, operation, incoming.headers)
        call = Call(world, principal, operation, incoming.params, headers=incoming.headers, raw=incoming.body)
        call.base_url, call.evidence, call.repeated = incoming.base_url, operation.evidence, incoming.repeated
        with world.part(Limits).admit(principal, operation.auth == "spend", status_of(operation)):
            trouble = world.part(Faults).meet(operation, principal, incoming.path)
            answer = trouble.before() or serve(call, operation, incoming)
    except Refusal as refusal:
        answer = encode(refusal.body(world.clock.iso(), world.choices["error.texts"]), refusal.status)
        if refusal.aftermath:
            with world.transaction():
                refusal.aftermath()
        if call and refusal.guessed:
            call.chosen["error.texts"] = None
        entry.evidence = weaker(refusal.evidence, call.evidence if call else "D")
    except OAuthRefusal as refusal:
        answer = encode(refusal.answer, refusal.status)
    except ControlRefusal as refusal:
        answer = encode({"error": str(refusal)}, refusal.status)
    except NotSimulated as missing:
        answer = encode({"mockbill": "this operation is not simulated", "operation": missing.operation}, 501)
    entry.operation = operation.id if operation else ""
    entry.evidence = entry.evidence or (call.evidence if call else "I")
    entry.status, entry.answer, entry.choices = answer.status or 200, answer.body, tuple(call.chosen) if call else ()
    entry.content_type, entry.faults = answer.content_type, trouble.told if trouble is not NO_TROUBLE else ()
    entry.milliseconds = (stopwatch() - started) * 1000
    if not steering.steers(incoming.path):
        world.part(Journal).add(entry)
    answer = trouble.after(answer)
    answer.status = entry.status
    told = {"X-Mockbill-Operation": entry.operation, "X-Mockbill-Evidence": entry.evidence}
    if entry.choices:
        told["X-Mockbill-Choices"] = ", ".join(entry.choices)
    answer.headers = {**answer.headers, **told}
    return answer


def serve(call: Call, operation: Operation, incoming: Incoming) -> Encoded:
    """Check what was asked, then do it in one transaction."""
    if operation.standing == "control":
        steering.read(call, operation, incoming.query)
    else:
        check(call, operation, incoming)
    if not operation.locked:
        return encode(operation.run(call), operation.status)
    if operation.method == "GET":
        with call.world.lock:
            return encode(operation.run(call), operation.status)
    with call.world.transaction():
        return encode(operation.run(call), operation.status)


def check(call: Call, operation: Operation, incoming: Incoming) -> None:
    """Whether the caller may ask this, and whether it is asked as BILL understands it."""
    trust_first = operation.trust and call.world.choices["validation.trust"] == "before_body"
    if trust_first:
        call.need_trust()
    check_scope(call, operation)
    call.query = read_query(call, operation, incoming.query)
    call.body = read_body(call, operation)
    if operation.trust and not trust_first:
        call.need_trust()
    check_role(call, operation)


def encode(answer: Any, status: int) -> Encoded:
    if isinstance(answer, Encoded):
        answer.status = answer.status or status
        return answer
    return Encoded(b"" if answer is None else orjson.dumps(answer), status=status)


def world_of(worlds: Worlds, incoming: Incoming) -> World:
    """The world that the credential names, else the default one."""
    headers = incoming.headers
    if steering.steers(incoming.path):
        name = headers.get("x-mockbill-world") or incoming.query.get("world") or DEFAULT
        if name not in worlds.by_name:
            raise ControlRefusal(f"there is no world {name!r}", 404)
        return worlds.by_name[name]
    for header in ("devkey", "appkey", "apitoken"):
        if found := worlds.of_credential(headers.get(header)):
            return found
    token = headers.get("authorization", "")[7:] or headers.get("sessionid") or incoming.query.get("world")
    if found := worlds.of_token(token):
        return found
    if incoming.method == "POST" and incoming.path in CREDENTIALS_IN_BODY:
        credential = CREDENTIALS_IN_BODY[incoming.path](incoming.body)
        if found := worlds.of_credential(credential) or worlds.of_token(credential):
            return found
    return worlds.default


def member(name: str) -> Any:
    def read(body: bytes) -> str | None:
        try:
            value = orjson.loads(body).get(name)
        except (orjson.JSONDecodeError, AttributeError):
            return None
        return value if isinstance(value, str) else None

    return read


def client_id(body: bytes) -> str | None:
    return parse_qs(body.decode("utf-8", "replace")).get("client_id", [None])[0]


CREDENTIALS_IN_BODY = {
    "/connect/v3/login": member("devKey"),
    "/connect/v3/partner/login": member("appKey"),
    "/authx/token": client_id,
    pan.PATH: pan.world_key,
}
