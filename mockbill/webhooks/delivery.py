"""Delivers what stands in the outbox: after the commit, in other threads, one attempt at a time per subscription.

The rows are the queue; here is only who is at work. The world's lock is never held while a receiver is asked, and no
request waits for one. What was under way when a world was restored, reset or closed no longer counts.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ..world.world import World
from .attempts import Outcome, record
from .outbox import Message, Wake, due_lanes, next_message
from .signature import HEADER

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

WORKERS = 8
TIMEOUT = 10.0
"""Seconds of real time a receiver has to answer (D)."""
INBOX = "inbox.mockbill.test"
"""The host that receivers inside this process stand under by custom."""
SHORT = 65_536
LOOPBACK = ("all://localhost", "all://127.0.0.1", "all://[::1]")

Receiver = Callable[[bytes, Mapping[str, str]], int]
"""A receiver in this process: given the body and the (lower-case) headers, answers an HTTP status."""


class Lane(NamedTuple):
    """The queue of one subscription in one life of a world."""

    world: World
    generation: int
    org: str
    subscription: str


class Dispatcher:
    """The deliveries of all worlds of a process, by at most `workers` threads, which start when first needed.

    Args:
        transport: an `httpx` transport to deliver through instead of the network.
        workers: how many deliveries may be under way at once.
        timeout: seconds of real time until an attempt fails for want of an answer.
    """

    def __init__(
        self, *, transport: "httpx.BaseTransport | None" = None, workers: int = WORKERS, timeout: float = TIMEOUT
    ) -> None:
        self.timeout = timeout
        self._transport = transport
        self._most = workers
        self._client: httpx.Client | None = None
        self._receivers: dict[str, Receiver] = {}
        self._state = threading.Condition()
        self._lanes: dict[Lane, bool] = {}
        self._ready: deque[Lane] = deque()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._stopped = False
        self._here = threading.local()

    # Receivers in this process

    def receive(self, host: str, handler: Receiver) -> None:
        """Have `handler` answer whatever is sent to a host (`https://host/…`), without a socket. It runs in a
        thread of the dispatcher and may call the world's API; what it raises counts as no answer.
        """
        self._receivers[host.lower()] = handler

    def forget(self, host: str) -> None:
        """Take a receiver away again."""
        self._receivers.pop(host.lower(), None)

    # What a world tells

    def after_commit(self, world: World) -> None:
        """Start delivering what a transaction has made due."""
        wake = world.part(Wake)
        if wake.complete and not wake.lanes:
            return
        with world.lock:
            if world.closed:
                return
            found, wake.lanes = wake.lanes, set()
            if not wake.complete:
                found |= due_lanes(world)
                wake.complete = True
            lanes = [Lane(world, world.generation, org, subscription) for org, subscription in found]
        for lane in lanes:
            self._wake(lane)

    def settle(self, world: World) -> None:
        """Wait until nothing that is due in a world is left to deliver. A receiver's own thread does not wait."""
        if getattr(self._here, "delivering", False):
            return
        self.after_commit(world)
        with self._state:
            self._state.wait_for(lambda: self._stopped or not self._busy(world))

    def _busy(self, world: World) -> bool:
        return any(lane.world is world and lane.generation == world.generation for lane in self._lanes)

    drain = settle

    # The threads

    def _wake(self, lane: Lane) -> None:
        with self._state:
            if lane in self._lanes:
                self._lanes[lane] = True
                return
            self._lanes[lane] = False
            self._ready.append(lane)
            if len(self._ready) > self._idle and len(self._threads) < self._most and not self._stopped:
                name = f"mockbill-webhooks-{len(self._threads) + 1}"
                self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
                self._threads[-1].start()
            self._state.notify_all()

    def _work(self) -> None:
        self._here.delivering = True
        while True:
            with self._state:
                self._idle += 1
                self._state.wait_for(lambda: self._stopped or self._ready)
                self._idle -= 1
                if self._stopped:
                    return
                lane = self._ready.popleft()
                self._lanes[lane] = False
            more = False
            try:
                more = self._deliver(lane)
            except Exception:
                log.exception("a delivery to subscription %s broke off", lane.subscription)
            with self._state:
                if more or self._lanes[lane]:
                    self._ready.append(lane)
                else:
                    del self._lanes[lane]
                self._state.notify_all()

    def _deliver(self, lane: Lane) -> bool:
        """Make one attempt; True when there was one to make."""
        world = lane.world
        with world.lock:
            message = next_message(world, lane.org, lane.subscription) if self._counts(lane) else None
        if message is None:
            return False
        outcome = self.send(message)
        with world.lock:
            if not self._counts(lane) or self._stopped and outcome.status is None:
                return False
            # Our bookkeeping is no event of the world: a frozen clock does not tick for it.
            with world.clock.during(world.clock.now()), world.transaction():
                record(world, lane.org, message.id, outcome)
        return True

    @staticmethod
    def _counts(lane: Lane) -> bool:
        return lane.world.generation == lane.generation and not lane.world.closed

    def send(self, message: Message) -> Outcome:
        """Ask a receiver once; its body is ignored and a redirect not followed."""
        headers = {
            "content-type": "application/json",
            "user-agent": "mockbill-webhooks/1",
            HEADER: message.signature,
        }
        handler = self._receivers.get(urlsplit(message.url).hostname or "")
        if handler is None:
            return self._post(message, headers)
        try:
            return Outcome(handler(message.body, headers))
        except Exception as error:
            log.exception("the receiver of %s failed", message.url)
            return Outcome(None, f"{type(error).__name__}: {error}")

    def _post(self, message: Message, headers: Mapping[str, str]) -> Outcome:
        import httpx

        try:
            with self._http().stream("POST", message.url, content=message.body, headers=headers) as response:
                with suppress(httpx.HTTPError, ValueError):  # read a short answer, to use the connection again
                    if int(response.headers.get("content-length", SHORT)) < SHORT:
                        response.read()
                return Outcome(response.status_code)
        except httpx.TimeoutException:
            return Outcome(None, f"no answer within {self.timeout:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RuntimeError) as error:
            return Outcome(None, f"{type(error).__name__}: {error}")

    def _http(self) -> "httpx.Client":
        """The one client of the process; importing and making it costs a quarter of a second, so not before it is needed."""
        import httpx

        with self._state:
            if self._client is None:
                self._client = httpx.Client(
                    timeout=self.timeout,
                    transport=self._transport,
                    mounts={} if self._transport else dict.fromkeys(LOOPBACK),  # never through a proxy
                )
            return self._client

    def stop(self) -> None:
        """End the threads within a second; what was not delivered stays in the outbox."""
        with self._state:
            self._stopped = True
            self._state.notify_all()
        if self._client is not None:
            self._client.close()
        for thread in self._threads:
            thread.join(0.5 / len(self._threads))
