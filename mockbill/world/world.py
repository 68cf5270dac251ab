"""One complete, isolated BILL: its rows, clock, ids and choices, and whatever else hangs on it as a part."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, Self, TypeVar

import orjson

from .choices import Choices
from .clock import Clock
from .ids import Ids, fresh_key
from .store import Row, Store, Table

HOME = "http://127.0.0.1:8585"
"""Where the links of a world lead, when no request says how it is reached."""


class Part(Protocol):
    """Something a world carries outside its database: limits, journal, faults, live sessions."""

    def __init__(self, world: "World") -> None: ...
    def state(self) -> Any: ...
    def load(self, state: Any) -> None: ...


P = TypeVar("P", bound=Part)
Handler = Callable[["World", str, dict[str, Any]], None]


@dataclass(frozen=True)
class Image:
    """Everything in a world at one moment."""

    database: bytes
    clock: dict[str, Any]
    ids: tuple[str, int]
    choices: dict[str, Any]
    parts: dict[str, Any]


class World:
    """A BILL of its own. `lock` is held for a transaction, never while anything waits."""

    def __init__(
        self,
        tables: Iterable[Table],
        *,
        key: str | None = None,
        seed: str = "mockbill",
        clock: Clock | None = None,
        choices: Mapping[str, Any] | None = None,
        path: str | None = None,
        handlers: Mapping[str, Handler] | None = None,
        image: Image | None = None,
    ) -> None:
        self.key = key or fresh_key()
        self.store = Store(tables, path, image.database if image else None)
        self.clock = clock or Clock()
        self.ids = Ids(seed, self.key)
        self.choices = Choices(choices)
        self.handlers = handlers or {}
        self.lock = threading.RLock()
        self.generation = 0
        self.home = HOME
        self.origin: Image | None = None
        self.publish: Callable[[World, str, str, Row, dict[str, Any]], None] = _publish_nothing
        self.spender: Callable[[World, str, str], Row | None] = _know_nobody
        self.after_commit: Callable[[World], None] = _do_nothing
        self.settle: Callable[[World], None] = _do_nothing
        self.awaited: Callable[[World, int], None] = _await_nothing
        self.closed = False
        self._parts: dict[type, Any] = {}
        self._part_states: dict[str, Any] = {}
        self._depth = 0
        if image:
            self._adopt(image)

    def part(self, kind: type[P]) -> P:
        """The part of this class, made when first asked for."""
        found: P | None = self._parts.get(kind)
        if found is None:
            with self.lock:
                found = self._parts.get(kind)
                if found is None:
                    found = kind(self)
                    if kind.__name__ in self._part_states:
                        found.load(self._part_states.pop(kind.__name__))
                    self._parts[kind] = found
        return found

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """All or nothing: on an error rows and ids are as before. Nested ones join the outer."""
        with self.lock:
            if self._depth:
                yield self
                return
            count = self.ids.count
            self.store.begin()
            self._depth = 1
            try:
                yield self
                if self.store.path:
                    self.store.put_meta("state", self.small_state())
            except BaseException:
                self.store.rollback()
                self.ids.count = count
                raise
            else:
                self.store.commit()
                self.clock.tick()
            finally:
                self._depth = 0
        self.after_commit(self)

    def small_state(self) -> dict[str, Any]:
        """What a world is beside its rows, as it is kept with them in a file."""
        return {
            "key": self.key,
            "seed": self.ids.seed,
            "count": self.ids.count,
            "clock": self.clock.state(),
            "choices": self.choices.overrides,
        }

    def resume(self) -> bool:
        """Take up clock, ids and choices from the database of an earlier process; False if it is new."""
        state = self.store.meta("state")
        if state is None:
            return False
        self.key = self.ids.secret = state["key"]
        self.ids.seed, self.ids.count = state["seed"], state["count"]
        self.clock.load(state["clock"])
        self.choices = Choices(state["choices"])
        return True

    # The future

    def schedule(self, due: int, kind: str, *, subject: str = "", org: str = "", **data: Any) -> None:
        """Have a handler called when the clock reaches an instant."""
        self.store.add_job(due, kind, subject, org, data)
        self.awaited(self, due)

    def unschedule(self, subject: str) -> None:
        self.store.drop_jobs(subject)

    def run_due(self, until: int | None = None, *, wait: bool = True) -> None:
        """Do, in order, what falls due by an instant (now, unless told); with `wait`, deliveries come to rest between."""
        while True:
            with self.lock:
                if self.closed:
                    return
                found = self.store.next_job(self.clock.now() if until is None else until)
                if found is None:
                    return
                seq, due, kind, org, data = found
                if due > self.clock.now():
                    self.clock.set(due)
                with self.clock.during(due), self.transaction():
                    if self.store.take_job(seq):
                        self.handlers[kind](self, org, data)
            if wait:
                self.settle(self)

    def advance_to(self, target: int) -> None:
        """Bring the clock to an instant; what falls due on the way is done first, in order. Raises ValueError, and does
        nothing, beyond where a clock runs to.
        """
        self.clock.check(target)
        self.settle(self)
        self.run_due(target)
        with self.lock:
            if target > self.clock.now():
                self.clock.set(target)
            if self.store.path:
                with self.transaction():
                    pass

    # Copies

    def image(self) -> Image:
        with self.lock:
            parts = {kind.__name__: part.state() for kind, part in self._parts.items()} | self._part_states
            return Image(
                self.store.dump(),
                self.clock.state(),
                (self.ids.seed, self.ids.count),
                dict(self.choices.overrides),
                parts,
            )

    def restore(self, image: Image) -> None:
        """Become what an image holds; deliveries under way no longer count."""
        with self.lock:
            self.generation += 1
            self.store.load(image.database)
            self._adopt(image)
            if self.store.path:
                with self.transaction():
                    pass

    def _adopt(self, image: Image) -> None:
        self.clock.load(image.clock)
        self.ids.seed, self.ids.count = image.ids
        self.choices = Choices(image.choices)
        self._parts.clear()
        self._part_states = dict(image.parts)

    def reset(self) -> None:
        """Back to how the world was when it was made."""
        if self.origin is not None:
            self.restore(self.origin)

    def fingerprint(self, leave_out: frozenset[str] = frozenset()) -> str:
        """A hash of all rows, jobs and files, to see whether anything changed."""
        with self.lock:
            digest = sha256()
            for values in self.store.contents(leave_out):
                digest.update(repr(values).encode())
            digest.update(orjson.dumps([self.ids.count, self.choices.overrides]))
            return digest.hexdigest()

    def close(self) -> None:
        with self.lock:
            self.generation += 1
            self.closed = True
            self.store.close()


def _publish_nothing(world: World, org: str, event: str, row: Row, extra: dict[str, Any]) -> None:
    """Until webhooks are attached nobody listens."""


def _know_nobody(world: World, org: str, who: str) -> Row | None:
    """Until the simulation says who spends for whom nobody does."""
    return None


def _do_nothing(world: World) -> None:
    """Until webhooks are attached nothing follows a commit."""


def _await_nothing(world: World, due: int) -> None:
    """Until a scheduler is attached nobody waits for what is to come."""
