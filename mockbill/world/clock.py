"""The only place that knows the time. Tests and the control API move it; nothing sleeps on it.

Instants are integers: milliseconds since 1970 in UTC.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIXTURE_START = "2026-03-02T17:00:00.000+00:00"


def iso(instant: int) -> str:
    """An instant as BILL writes it: milliseconds and a numeric offset, never `Z` (O)."""
    return f"{_second(instant // SECOND)}.{instant % SECOND:03d}+00:00"


@lru_cache(maxsize=1024)
def _second(seconds: int) -> str:
    return f"{EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"


def instant(text: str) -> int:
    """The instant of an ISO-8601 text; UTC when it names no zone. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return round((moment - EPOCH) / timedelta(milliseconds=1))
    except OverflowError as error:
        raise ValueError(f"{text!r} is out of range") from error


LATEST = instant("9000-01-01")


class Clock:
    """A world's time: real with an offset, or frozen."""

    def __init__(self, start: int | None = None) -> None:
        self.frozen_at = start
        self.offset = 0
        self._during: int | None = None

    @property
    def mode(self) -> str:
        return "real" if self.frozen_at is None else "frozen"

    def now(self) -> int:
        if self._during is not None:
            return self._during
        if self.frozen_at is not None:
            return self.frozen_at
        return time.time_ns() // 1_000_000 + self.offset

    def iso(self) -> str:
        return iso(self.now())

    def tick(self) -> None:
        """After a committed write a frozen clock moves by 1 ms, so that order shows in `updatedTime`."""
        if self._during is None and self.frozen_at is not None:
            self.frozen_at += 1

    def freeze(self) -> None:
        self.frozen_at = self.now()

    def run(self) -> None:
        """Let the time pass again from where it stands."""
        self.set(self.now(), frozen=False)

    @staticmethod
    def check(to: int) -> None:
        """Raises ValueError on an instant that no clock is set to."""
        if not 0 <= to <= LATEST:
            raise ValueError("the clock runs from 1970 to 9000")

    def set(self, to: int, *, frozen: bool | None = None) -> None:
        """Move to an instant; the mode stays unless told."""
        self.check(to)
        stay_frozen = self.frozen_at is not None if frozen is None else frozen
        self.frozen_at = to if stay_frozen else None
        if not stay_frozen:
            self.offset = to - time.time_ns() // 1_000_000

    @contextmanager
    def during(self, moment: int) -> Iterator[None]:
        """What falls due is done at the instant it was due, whenever the clock gets there."""
        self._during = moment
        try:
            yield
        finally:
            self._during = None

    def state(self) -> dict[str, Any]:
        return {"frozen_at": self.frozen_at, "offset": self.offset}

    def load(self, state: dict[str, Any]) -> None:
        self.frozen_at, self.offset = state["frozen_at"], state["offset"]


def pause(seconds: float) -> None:
    """Wait in real time: for an injected latency, never for the simulation's own progress."""
    time.sleep(seconds)


def stopwatch() -> float:
    """Real seconds from an arbitrary start, to measure with."""
    return time.perf_counter()


class Alarm:
    """A real-time wait that another thread can cut short."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def wait(self, seconds: float) -> bool:
        """True when rung, False when the time is over."""
        rung = self._event.wait(seconds)
        self._event.clear()
        return rung

    def ring(self) -> None:
        self._event.set()
