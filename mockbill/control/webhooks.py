"""What was sent to the receivers of webhooks, and waiting for what is under way."""

from typing import Any

from ..gateway.call import Call
from ..gateway.operations import Answer
from ..gateway.validation import Int, Text, Wire
from ..webhooks.delivery import Dispatcher
from ..webhooks.outbox import deliveries
from .declare import Control


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
            waiting = sum(delivery["state"] == "waiting" for delivery in deliveries(call.world))
        return {"waiting": waiting}
