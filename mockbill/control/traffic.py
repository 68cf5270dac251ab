"""Requests that came, faults to meet them with, codes that were sent to phones."""

from typing import Any

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.faults import FaultRule, Faults
from ..gateway.journal import Journal
from ..gateway.limits import Limits
from ..gateway.operations import Answer
from ..gateway.wire import Text, Wire
from .declare import Control
from .har import archive


class RequestsQuery(Wire):
    operation: Text | None = None
    method: Text | None = None
    path: Text | None = None
    status: int | None = None
    last: int | None = None


class LimitsBody(Wire):
    enabled: bool


def wanted(call: Call) -> list[dict[str, Any]]:
    """The requests that a query asks for, oldest first."""
    query = call.query
    found = [
        entry.view()
        for entry in call.world.part(Journal).entries()
        if query.get("operation", entry.operation) == entry.operation
        and query.get("method", entry.method).upper() == entry.method
        and query.get("path", "") in entry.path
        and query.get("status", entry.status) == entry.status
    ]
    return found[-query["last"] :] if query.get("last") else found


def declare(control: Control) -> None:
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

    @control("POST", "/limits", body=LimitsBody)
    def limits(call: Call) -> Answer:
        """Switch the rate limits on or off."""
        call.world.part(Limits).enabled = call.body["enabled"]
        return {"enabled": call.body["enabled"]}

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
