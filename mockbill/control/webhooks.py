"""What was sent to the receivers of webhooks, waiting for what is under way, and what is to go wrong with it."""

from typing import Any

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.steering import unknown
from ..gateway.wire import Filled, Int, Text, Wire
from ..webhooks import mishaps
from ..webhooks.attempts import WAITING
from ..webhooks.catalogue import EVENTS
from ..webhooks.delivery import Dispatcher
from ..webhooks.history import trigger
from ..webhooks.outbox import deliveries
from .declare import Control


class TriggerBody(Wire):
    model_config = ConfigDict(extra="forbid")
    event: Filled
    object: dict[str, Any] = {}
    organizationId: Filled | None = None


class DeliveriesQuery(Wire):
    event: Text | None = None
    subscription: Text | None = None
    last: Int = 1000


def declare(dispatcher: Dispatcher, control: Control) -> None:
    @control("GET", "/webhooks/deliveries", query=DeliveriesQuery)
    def list_deliveries(call: Call) -> Answer:
        """The newest notifications, oldest of them first: where they stand, and how each attempt ended."""
        wanted: dict[str, Any] = dict(call.query)
        found = deliveries(call.world, wanted.get("event"), wanted.get("subscription"), max(0, wanted["last"]))
        return {"deliveries": found}

    @control("POST", "/webhooks/drain")
    def drain(call: Call) -> Answer:
        """Wait until all that is due was delivered or has failed; retries wait for the clock."""
        dispatcher.drain(call.world)
        with call.world.lock:
            waiting = sum(delivery["state"] in WAITING for delivery in deliveries(call.world))
        return {"waiting": waiting}

    @control("POST", "/webhooks/trigger", body=TriggerBody)
    def send(call: Call) -> Answer:
        """Tell all who subscribed to an event of one that did not happen: dummies, with `object` laid over."""
        org = call.body.get("organizationId") or call.world.store.meta("credentials")["organizationId"]
        with call.world.transaction():
            sent = trigger(call.world, org, call.body["event"], call.body["object"])
            return {"deliveries": [row["id"] for row in sent]}

    @control("GET", "/webhooks/faults")
    def faults(call: Call) -> Answer:
        """What is to go wrong with notifications."""
        return {"faults": [dict(row) for row in call.world.store.find(mishaps.MISHAPS.name)]}

    @control("POST", "/webhooks/faults", body=mishaps.MishapRule, status=201)
    def add_fault(call: Call) -> Answer:
        """Have notifications come late, twice, out of turn, wrongly signed or not at all."""
        event = call.body.get("event")
        if event and event not in EVENTS:
            raise ControlRefusal(unknown("event", event, EVENTS))
        with call.world.transaction():
            return mishaps.add(call.world, call.body)

    @control("DELETE", "/webhooks/faults", status=204)
    def lift_faults(call: Call) -> Answer:
        """Deliver as BILL does again."""
        with call.world.transaction():
            mishaps.lift(call.world)
        return None

    @control("DELETE", "/webhooks/faults/{id}", status=204)
    def lift_fault(call: Call) -> Answer:
        """Lift one fault of notifications."""
        with call.world.transaction():
            if not mishaps.lift(call.world, call.params["id"]):
                raise ControlRefusal(f"there is no fault {call.params['id']!r}", 404)
        return None
