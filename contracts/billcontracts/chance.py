"""Where the kit's names and its time come from: new in each run, or, while a session is recorded or played, from it.

What a contract does lies within a scope (its own, or that of a fixture which others share), so that it draws the same
names whichever contracts ran before it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from .control import PACIFIC

T = TypeVar("T")
NOWHERE = ""
"""What is done here belongs to no contract, and is not recorded: what the user types."""
TIDYING = "run::(tidying)"
"""Cleaning up is no contract's either, but a world that is to be as the target was needs it."""


def real_time() -> datetime:
    return datetime.now(UTC)


def shared(place: str, what: str) -> str:
    """The scope of something that the contracts of a place share."""
    return f"{place}::({what})"


def is_shared(scope: str) -> bool:
    """Whether a scope is no contract's own."""
    return scope.endswith(")") and "::(" in scope


class Chance:
    """`seed` is that of the session; empty when there is none."""

    def __init__(self) -> None:
        self._scopes: list[str] = []
        self.begin("")

    def begin(self, seed: str, now: Callable[[], datetime] = real_time) -> None:
        """From now on, draw by this seed."""
        self.seed, self.now = seed, now
        self._drawn: dict[str, Random] = {}

    @property
    def scope(self) -> str:
        """Where we are; NOWHERE outside of all contracts."""
        return self._scopes[-1] if self._scopes else NOWHERE

    def enter(self, scope: str) -> None:
        self._scopes.append(scope)

    def leave(self) -> None:
        self._scopes.pop()

    @contextmanager
    def within(self, scope: str) -> Iterator[None]:
        """The block belongs to a scope."""
        self.enter(scope)
        try:
            yield
        finally:
            self.leave()

    def shared(self, what: str) -> str:
        """The scope of something that the contracts of the file share, whichever of them needs it first."""
        return shared(self.scope.partition("::")[0], what) if self.scope else NOWHERE

    def uuid(self) -> UUID:
        """One that no other run has, or that the session had here."""
        if not (self.seed and self.scope):
            return uuid4()
        drawn = self._drawn.setdefault(self.scope, Random(f"{self.seed}/{self.scope}"))
        return UUID(int=drawn.getrandbits(128), version=4)

    def today(self) -> date:
        """The processing day (US Pacific)."""
        return self.now().astimezone(PACIFIC).date()


class SharedProperty(cached_property[T]):
    """A property of something that contracts share, made by whichever needs it first."""

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        with CHANCE.within(CHANCE.shared(self.attrname or "")):
            return super().__get__(instance, owner)


CHANCE = Chance()
"""Of this process."""
