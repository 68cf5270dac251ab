"""The worlds of one process. The credential chooses the world, exactly as it chooses the organization at BILL."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from .clock import FIXTURE_START, Clock, instant
from .store import Store, Table
from .world import HOME, Handler, Image, World

DEFAULT = "default"
KEY_LENGTH = 8


def origin_of(path: Path) -> Path:
    """The file beside a world's own that holds what a reset goes back to."""
    return path.with_suffix(".origin")


@contextmanager
def closed_if_it_fails(world: World) -> Iterator[World]:
    try:
        yield world
    except BaseException:
        world.close()
        raise


class Worlds:
    """All worlds, by name and by credential. `seeds` fill a new world; `attach` connects it to the outside."""

    def __init__(
        self,
        tables: Iterable[Table],
        handlers: Mapping[str, Handler],
        seed: Callable[[World, str, Mapping[str, str]], None],
        renew: Callable[[World], None],
        attach: Callable[[World], None],
    ) -> None:
        self.tables = list(tables)
        self.handlers = handlers
        self.seed = seed
        self.renew = renew
        self.attach = attach
        self.lock = threading.RLock()
        self.by_name: dict[str, World] = {}
        self._by_key: dict[str, World] = {}
        self._by_credential: dict[str, World] = {}
        self.home = HOME
        self.choices: dict[str, Any] = {}
        """What each world of this process chooses, unless it is told otherwise."""
        self._templates: dict[tuple[str, int, str | None, str], Image] = {}

    def open_default(
        self,
        *,
        seed: str = "empty",
        clock: str | None = None,
        choices: Mapping[str, Any] | None = None,
        data: Path | None = None,
    ) -> World:
        """The world for whom no credential says otherwise; with `data`, the one of an earlier run goes on."""
        key = "0" * KEY_LENGTH
        path = data / f"{DEFAULT}.sqlite" if data else None
        with closed_if_it_fails(self._world(key=key, path=str(path) if path else None)) as world:
            self._begin(world, path, seed, clock)
            world.choices.update(choices or {})
            self.choices = dict(choices or {})
            if choices and world.origin:
                world.origin = replace(world.origin, choices=dict(world.choices.overrides))
            return self.add(DEFAULT, world)

    def _begin(self, world: World, path: Path | None, seed: str, clock: str | None) -> None:
        """Go on where the file's world was left, or fill a new one."""
        if path and world.resume():
            world.origin = self._kept_origin(path)
            if clock:
                world.clock.set(instant(clock), frozen=True)
        elif path:
            # Filled in memory and taken over in one transaction, so that a process killed meanwhile leaves no half.
            with closing(self._world(key=world.key, clock=Clock(instant(clock) if clock else None))) as model:
                self._fill(model, seed, {})
                model.store.put_meta("state", model.small_state())
                origin_of(path).write_bytes(model.store.dump())
            world.origin = self._kept_origin(path)
            world.restore(world.origin)
        else:
            world.clock.frozen_at = instant(clock) if clock else None
            self._fill(world, seed, {})

    def create(
        self,
        name: str | None = None,
        *,
        seed: str = "empty",
        clock: str | None = FIXTURE_START,
        choices: Mapping[str, Any] | None = None,
        image: Image | None = None,
        credentials: Mapping[str, str] | None = None,
    ) -> World:
        """A new world with credentials of its own, from a seed or an image; frozen at `clock` (None: real time).

        With `credentials`, a seed's are changed to these by name; without the world being pinned, they lead to the
        world that had them first.
        """
        if image and credentials:
            raise ValueError("a world made from an image has credentials already")
        template = image or self._template(seed, clock, credentials or {})
        with closed_if_it_fails(self._world(image=template)) as world:
            if not credentials:
                with world.clock.during(world.clock.now()):  # the world stands where it should: no write has moved it
                    self.renew(world)
            world.choices.update({**({} if image else self.choices), **(choices or {})})
            world.origin = world.image()
            return self.add(name or f"world-{world.key}", world)

    def refill(self, world: World, seed: str) -> None:
        """Have a world begin anew with a seed; its credentials, time and choices stay. Raises ValueError."""
        kept: dict[str, str] = world.store.meta("credentials")
        frozen = world.clock.frozen_at
        with closing(self._world(clock=Clock(frozen))) as model:
            self._fill(model, seed, kept)
            world.origin = replace(model.image(), choices=dict(world.choices.overrides))
        world.restore(world.origin)
        self.register(world)

    def _kept_origin(self, path: Path) -> Image:
        """How the world in a file was when it was made."""
        database = origin_of(path).read_bytes()
        store = Store(self.tables, image=database)
        state = store.meta("state")
        store.close()
        return Image(database, state["clock"], (state["seed"], state["count"]), state["choices"], {})

    def _world(self, **options: Any) -> World:
        world = World(self.tables, handlers=self.handlers, **options)
        world.home = self.home
        self.attach(world)
        return world

    def _fill(self, world: World, seed: str, credentials: Mapping[str, str]) -> None:
        stands = world.clock.frozen_at
        self.seed(world, seed, credentials)
        if stands is not None:
            world.clock.set(stands)
        world.origin = world.image()

    def _template(self, seed: str, clock: str | None, credentials: Mapping[str, str]) -> Image:
        written = os.stat(seed).st_mtime_ns if os.path.isfile(seed) else 0
        key = (seed, written, clock, repr(sorted(credentials.items())))
        with self.lock:
            if key not in self._templates:
                with closing(self._world(clock=Clock(instant(clock) if clock else None))) as model:
                    self._fill(model, seed, credentials)
                    self._templates[key] = model.image()
            return self._templates[key]

    def add(self, name: str, world: World) -> World:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", name):
            raise ValueError("a world's name has 1 to 64 letters, digits, dots, hyphens or underscores")
        with self.lock:
            if name in self.by_name:
                raise ValueError(f"there is a world {name!r} already")
            self.by_name[name] = world
            self._by_key[world.key] = world
            self.register(world)
        return world

    def register(self, world: World) -> None:
        """Take note of the credentials that lead to a world."""
        with self.lock, world.lock:
            for row in world.store.find("credential"):
                self._by_credential.setdefault(row["id"], world)

    def remove(self, name: str) -> None:
        """Raises KeyError; the default world stays."""
        if name == DEFAULT:
            raise ValueError("the default world cannot be deleted; reset it")
        with self.lock:
            world = self.by_name.pop(name)
            del self._by_key[world.key]
            for credential in [key for key, owner in self._by_credential.items() if owner is world]:
                del self._by_credential[credential]
        world.close()

    def of_credential(self, credential: str | None) -> World | None:
        return self._by_credential.get(credential) if credential else None

    def of_token(self, token: str | None) -> World | None:
        """The world that a session id, Bearer token or signed URL was made in."""
        return self._by_key.get(token[:KEY_LENGTH]) if token else None

    @property
    def default(self) -> World:
        return self.by_name[DEFAULT]

    def all(self) -> list[tuple[str, World]]:
        with self.lock:
            return list(self.by_name.items())

    def close(self) -> None:
        for _, world in self.all():
            world.close()
