"""Requests that came, faults to meet them with, codes that were sent to phones."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

import orjson
from pydantic import Field

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.faults import FaultRule, Faults
from ..gateway.journal import HIDDEN, Entry, Journal
from ..gateway.limits import Limits
from ..gateway.operations import Answer
from ..gateway.routing import catalogue
from ..gateway.steering import unknown
from ..gateway.wire import Text, Wire
from ..resources import OPERATIONS
from ..world.clock import instant
from .declare import Control
from .front import CANNOT, Front
from .har import archive


class RequestsQuery(Wire):
    """`path` and `text` are parts of the path, and of body or answer as they are shown; `status` may be 4xx; `since` is
    the number of a request or a time (UTC): only what came after.
    """

    operation: Text | None = None
    method: Text | None = None
    path: Text | None = None
    status: Annotated[str, Field(pattern="^[1-5]([0-9]{2}|xx)$")] | None = None
    since: Text | None = None
    text: Text | None = None
    last: Annotated[int, Field(ge=1)] | None = None


class LimitsBody(Wire):
    """Limits `enabled` or not; `usedUp`: whether what may be asked in this hour (of S&E: minute) has been asked."""

    enabled: bool | None = None
    usedUp: bool | None = None


@cache
def operations() -> frozenset[str]:
    """The names of all operations that a fault can meet."""
    return frozenset([*catalogue(), *(operation.id for operation in OPERATIONS)])


def wanted(call: Call) -> list[dict[str, Any]]:
    """The requests that a query asks for, oldest first."""
    query = call.query
    came_after = after(query["since"]) if "since" in query else None
    status = query.get("status", "").rstrip("x")
    found = [
        view
        for entry in call.world.part(Journal).entries()
        if query.get("operation", entry.operation) == entry.operation
        and query.get("method", entry.method).upper() == entry.method
        and query.get("path", "") in entry.path
        and str(entry.status).startswith(status)
        and (came_after is None or came_after(entry))
        and holds(view := unlinked(entry.view()), query.get("text"))
    ]
    return found[-query["last"] :] if query.get("last") else found


def after(since: str) -> Callable[[Entry], bool]:
    """Whether an entry came after a number or a time. Raises ValueError."""
    if since.isdecimal():
        return lambda entry: entry.number > int(since)
    moment = instant(since)
    return lambda entry: entry.time > moment


def unlinked(value: Any) -> Any:
    """The same without what lets anyone in who has a link: those paths need no other credential."""
    if isinstance(value, str):
        return open_links().sub(rf"\1{HIDDEN}", value)
    if isinstance(value, dict):
        return {name: unlinked(inner) for name, inner in value.items()}
    return [unlinked(inner) for inner in value] if isinstance(value, list) else value


@cache
def open_links() -> re.Pattern[str]:
    begins = {operation.path.partition("{")[0] for operation in OPERATIONS if operation.auth == "file"}
    return re.compile(rf"({'|'.join(map(re.escape, sorted(begins)))})[^/?#\s]+")


def holds(view: Mapping[str, Any], text: str | None) -> bool:
    """Whether a text stands in what was sent or answered, as it is shown."""
    return text is None or any(text in orjson.dumps(view[part]).decode() for part in ("body", "answer", "query"))


def declare(front: Front, control: Control) -> None:
    @control("GET", "/requests", query=RequestsQuery)
    def requests(call: Call) -> Answer:
        """The newest requests and answers, without secrets."""
        return {"requests": wanted(call)}

    @control("GET", "/requests/har", query=RequestsQuery)
    def har(call: Call) -> Answer:
        """The same as an HTTP Archive (HAR 1.2)."""
        return archive(call.base_url, wanted(call))

    @control("DELETE", "/requests", status=204)
    def forget(call: Call) -> Answer:
        """Forget the requests so far."""
        call.world.part(Journal).clear()
        return None

    @control("GET", "/faults")
    def faults(call: Call) -> Answer:
        """The faults in force."""
        return {"faults": call.world.part(Faults).all()}

    @control("POST", "/faults", body=FaultRule, status=201)
    def add_fault(call: Call) -> Answer:
        """Put a fault in force."""
        operation = call.body.get("operation")
        if operation and operation not in operations():
            raise ControlRefusal(unknown("operation", operation, operations()))
        if not front.cuts and (call.body.get("lose") or call.body.get("spoil") == "truncated"):
            raise ControlRefusal(CANNOT.format("cut a connection"), 409)
        fault = call.world.part(Faults).add(call.body)
        return {"id": fault.id, "rule": fault.rule}

    @control("DELETE", "/faults", status=204)
    def lift_faults(call: Call) -> Answer:
        """Lift all faults."""
        call.world.part(Faults).lift()
        return None

    @control("DELETE", "/faults/{id}", status=204)
    def lift_fault(call: Call) -> Answer:
        """Lift one fault."""
        if not call.world.part(Faults).lift(call.params["id"]):
            raise ControlRefusal(f"there is no fault {call.params['id']!r}", 404)
        return None

    @control("GET", "/limits")
    def limits(call: Call) -> Answer:
        """Whether the rate limits are on, and what was asked within each of their windows."""
        return call.world.part(Limits).shown()

    @control("POST", "/limits", body=LimitsBody)
    def set_limits(call: Call) -> Answer:
        """Switch the rate limits on or off, or have all calls of this hour (of S&E: this minute) be used up."""
        found = call.world.part(Limits)
        found.enabled = call.body.get("enabled", found.enabled)
        if "usedUp" in call.body:
            found.used_up = call.now() if call.body["usedUp"] else None
        return found.shown()

    @control("GET", "/mfa")
    def mfa(call: Call) -> Answer:
        """The codes sent to phones and not yet used."""
        sent: list[dict[str, Any]] = [dict(row) for row in call.world.store.find("mfa_code")]
        return {"codes": sent}

    @control("DELETE", "/mfa", status=204)
    def forget_phones(call: Call) -> Answer:
        """Forget every user's phone, so that MFA must be set up anew."""
        store = call.world.store
        with call.world.transaction():
            for user in store.find("user"):
                user.hidden.pop("phones", None)
                store.update("user", user)
        return None
