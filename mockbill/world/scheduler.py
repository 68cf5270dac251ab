"""Runs what falls due in worlds whose clock is real; in frozen ones only whoever moves the clock does."""

import logging
import threading
from collections.abc import Callable, Iterable

from .clock import SECOND, Alarm
from .world import World

log = logging.getLogger(__name__)

LONGEST = 1.0
"""Seconds of sleep at most, so that a clock that was moved or set running is noticed."""


class Scheduler:
    """One thread for all worlds of a process. `worlds` is asked anew each time."""

    def __init__(self, worlds: Callable[[], Iterable[World]]) -> None:
        self.worlds = worlds
        self._alarm = Alarm()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def start(self) -> None:
        if self._thread is None:
            self._stopping = False
            self._thread = threading.Thread(target=self._run, name="mockbill-scheduler", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread, within a second."""
        if self._thread is not None:
            self._stopping = True
            self._alarm.ring()
            self._thread.join(LONGEST)
            self._thread = None

    def awaited(self, world: World, due: int) -> None:
        """A world has scheduled something; wake in time for it."""
        if self._thread is not None and world.clock.mode == "real" and due - world.clock.now() < LONGEST * SECOND:
            self._alarm.ring()

    def _run(self) -> None:
        while not self._stopping:
            self._alarm.wait(min((self._serve(world) for world in self.worlds()), default=LONGEST))

    def _serve(self, world: World) -> float:
        """Run what is due in a world; the seconds until it wants to be looked at again."""
        if world.clock.mode != "real" or self._stopping:
            return LONGEST
        try:
            world.run_due(wait=False)
        except Exception:
            # The job was rolled back and stands there still: the next round tries it again.
            log.exception("something that fell due in world %s failed", world.key)
            return LONGEST
        with world.lock:
            due = None if world.closed else world.store.next_due()
            return LONGEST if due is None else min(max(due - world.clock.now(), 0) / SECOND, LONGEST)
