"""A receiver of webhooks in this process, and the subscriptions that lead to it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..webhooks.delivery import INBOX, Dispatcher

if TYPE_CHECKING:
    from .worlds import MockWorld

PATIENCE = 5.0


@dataclass(frozen=True)
class Received:
    """One delivery as it came. `object` is what it tells of; `signed`, whether the signature is the subscription's."""

    type: str
    id: str
    subscription_id: str
    object: Mapping[str, Any]
    payload: Mapping[str, Any]
    body: bytes
    headers: Mapping[str, str]
    signed: bool


class Webhooks:
    """What BILL would send to an application.

    Attributes:
        url: where the inbox is; give it as `notificationUrl`, or let `subscribe` do it.
        received: every delivery so far, in order of arrival.
        status: what the inbox answers; 500, and BILL tries again as the clock moves.
        keys: the security keys that signatures are checked with, by subscription.
    """

    def __init__(self, owner: "MockWorld", dispatcher: Dispatcher) -> None:
        self._owner = owner
        self._dispatcher = dispatcher
        self._host = f"{owner.world.key}.{INBOX}"
        self._changed = threading.Condition()
        self._told: set[int] = set()
        self.url = f"https://{self._host}/"
        self.received: list[Received] = []
        self.keys: dict[str, str] = {}
        self.status = 200
        dispatcher.receive(self._host, self._receive)

    def subscribe(self, *types: str, **fields: Any) -> dict[str, Any]:
        """Subscribe the inbox to events (`payment.updated`, `spend.transaction.updated` …) through the API.

        Args:
            types: events of one level: an organization's, or `spend.…`.
            fields: other members of the subscription, e.g. `name`.

        Returns:
            The subscription as BILL answers it, with its `securityKey`.
        """
        client = self._owner.spend_client if types and types[0].startswith("spend.") else self._owner.client
        made: dict[str, Any] = client.webhooks.subscribe(
            {
                "name": "inbox",
                "status": {"enabled": True},
                "events": [{"type": type, "version": "1"} for type in types],
                "notificationUrl": self.url,
                **fields,
            }
        )
        self.keys[made["id"]] = made["securityKey"]
        return made

    def disturb(self, **fault: Any) -> None:
        """Have notifications come late, more than once, out of turn, wrongly signed or not at all: `disturb(duplicate=1, times=1)`.

        Args:
            fault: `delay` (seconds of the world's clock), `duplicate` (copies), `reorder`, `drop` or `forge` (True), and which
                are met: `event`, `subscription`, `skip`, `times`, `probability`.
        """
        self._owner.control("POST", "/webhooks/faults", fault)

    def drain(self) -> list[Received]:
        """Wait until nothing that is due is left to deliver; everything received so far."""
        self._dispatcher.settle(self._owner.world)
        return self.received

    def wait_for(
        self, type: str, where: Callable[[Received], bool] | None = None, *, timeout: float = PATIENCE
    ) -> Received:
        """The next delivery of a type that was not waited for before. In a frozen world it is there or it is not;
        in one with a real clock `timeout` seconds are waited.

        Raises:
            AssertionError: none came; it tells what did.
        """
        self.drain()
        patience = timeout if self._owner.world.clock.mode == "real" else 0
        found: list[Received] = []

        def there() -> bool:
            for index, one in enumerate(self.received):
                if index not in self._told and one.type == type and (where is None or where(one)):
                    self._told.add(index)
                    found.append(one)
                    return True
            return False

        with self._changed:
            if not self._changed.wait_for(there, patience):
                came = [one.type for one in self.received]
                raise AssertionError(f"no (further) {type} was delivered; received: {came or 'nothing'}")
        return found[0]

    def clear(self) -> None:
        """Forget what was received."""
        with self._changed:
            self.received.clear()
            self._told.clear()

    def close(self) -> None:
        self._dispatcher.forget(self._host)

    def _receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        from billclient import webhooks

        event = webhooks.parse(body)
        subscription = event.subscription_id or ""
        key = self.keys.get(subscription)
        signed = key is not None and webhooks.verify(body, headers.get(webhooks.SIGNATURE_HEADER), key)
        one = Received(event.type, event.id, subscription, event.object, event.payload, body, dict(headers), signed)
        with self._changed:
            self.received.append(one)
            self._changed.notify_all()
        return self.status
