"""How often and how many at once: fixed windows on the world's clock, and calls in flight.

D docs/api-rate-limits: 20,000 calls a clock hour and 200 logins a clock hour per devKey (BDC_1144), 3 calls in
flight per devKey and organization (BDC_1322), 60 calls a minute per S&E apiToken, 5 text messages a minute.
A call that is refused by a limit does not count (I).
"""

import threading
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ..world.clock import HOUR, MINUTE
from ..world.world import World
from .call import Principal
from .errors import Refusal, refuse
from .operations import Operation

Place = tuple[str, str]
"""Whose calls are counted together while in flight: a credential, in an organization."""
WINDOWS: dict[str, tuple[int, str, str, str]] = {
    "call": (HOUR, "hour", "rate_limit.per_hour", "rate_limit.status"),
    "login": (HOUR, "hour", "rate_limit.logins_per_hour", "rate_limit.status"),
    "message": (MINUTE, "minute", "rate_limit.messages_per_minute", "rate_limit.status"),
    "spend": (MINUTE, "minute", "rate_limit.spend_per_minute", "rate_limit.spend_status"),
}
LIMITED = ("BDC_1144", "BDC_1322")
EVENTS_STATUS = 429
"""connect-events knows no 422 (D)."""


def status_of(operation: Operation) -> int | None:
    """The status of a limit, where a service has one of its own."""
    return EVENTS_STATUS if operation.service == "connect-events" else None


class InFlight:
    """A call that was let in, until the end of its `with` block."""

    __slots__ = ("limits", "place")

    def __init__(self, limits: "Limits", place: Place) -> None:
        self.limits = limits
        self.place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.limits.landed(self.place)


UNCOUNTED = nullcontext()


class Limits:
    """The counters of one world.

    Attributes:
        used_up: the instant at which all windows were filled on purpose; None when they were not.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.enabled = True
        self.used_up: int | None = None
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        self._in_flight: Counter[Place] = Counter()

    def count(self, window: str, key: str, status: int | None = None) -> None:
        """Count one call, or refuse it (with a status of its own)."""
        if not self.enabled:
            return
        length, _, limit_choice, _ = WINDOWS[window]
        limit = self.world.choices[limit_choice]
        current = self.world.clock.now() // length
        with self._lock:
            began, count = self._counts.get((window, key), (current, 0))
            if began != current:
                count = 0
            if count >= limit or self.used_up is not None and self.used_up // length == current:
                raise self._exceeded(window, status)
            self._counts[(window, key)] = (current, count + 1)

    def _exceeded(self, window: str, status: int | None) -> Refusal:
        _, unit, limit_choice, status_choice = WINDOWS[window]
        choices = self.world.choices
        return refuse("BDC_1144", unit, choices[limit_choice], status=status or choices[status_choice])

    def _crowded(self, status: int | None) -> Refusal:
        return refuse("BDC_1322", status=status or self.world.choices["rate_limit.status"])

    def refusal(self, code: str, operation: Operation, principal: Principal, status: int | None = None) -> Refusal:
        """How a call is refused that is beyond the limit of a code."""
        status = status or status_of(operation)
        if code == "BDC_1322":
            return self._crowded(status)
        window = "login" if operation.id == "login" else window_of(principal, operation.auth == "spend")
        return self._exceeded(window, status)

    def admit(
        self, principal: Principal, spend: bool = False, status: int | None = None
    ) -> AbstractContextManager[None]:
        """Count a call by its credential (one of `spend` in the window of S&E, whichever credential it is), and let
        it in while fewer than the limit are in flight; `status` is that of a service with one of its own.
        """
        if not self.enabled or not principal.key:
            return UNCOUNTED
        self.count(window_of(principal, spend), principal.key, status)
        place = (principal.key, principal.org)
        with self._lock:
            if self._in_flight[place] >= self.world.choices["rate_limit.concurrent"]:
                raise self._crowded(status)
            self._in_flight[place] += 1
        return InFlight(self, place)

    def landed(self, place: Place) -> None:
        """A call that was let in is over."""
        with self._lock:
            self._in_flight[place] -= 1
            if not self._in_flight[place]:
                del self._in_flight[place]

    def shown(self) -> dict[str, Any]:
        """What a person may see: each window that is open now, by credential, with its count and its limit."""
        now = self.world.clock.now()
        with self._lock:
            counts = dict(self._counts)
        used_up = self.used_up is not None and self.used_up // HOUR == now // HOUR
        windows = [
            {"window": window, "credential": key, "count": count, "limit": self.world.choices[WINDOWS[window][2]]}
            for (window, key), (began, count) in counts.items()
            if began == now // WINDOWS[window][0]
        ]
        return {"enabled": self.enabled, "usedUp": used_up, "windows": windows}

    def state(self) -> Any:
        with self._lock:
            return {"enabled": self.enabled, "counts": dict(self._counts), "used_up": self.used_up}

    def load(self, state: Any) -> None:
        self.enabled, self._counts, self.used_up = state["enabled"], dict(state["counts"]), state.get("used_up")


def window_of(principal: Principal, spend: bool) -> str:
    """In which window a call counts."""
    return "spend" if spend or principal.kind == "spend" else "call"
