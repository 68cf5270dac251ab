"""What an operation is given: the world, who asks, and what was asked, already checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..world.clock import iso
from ..world.store import Row
from ..world.world import World
from .errors import Refusal, refuse
from .operations import Operation

STRENGTH = "IRSOD"


def weaker(one: str, other: str) -> str:
    """The weaker of two evidence tags."""
    return min(one, other, key=STRENGTH.index)


@dataclass
class Principal:
    """Who asks: a session, a partner session, a Bearer token, an S&E apiToken, or the clock.

    `key` is what limits count by (devKey, appKey, apiToken or client id); `used` and `expires` are instants.
    `scope` is `full`, `accounting` (an OAuth app) or `sync` (a sync token); `partner` opened the session for a user.
    """

    kind: str
    id: str = ""
    org: str = ""
    user: str = ""
    key: str = ""
    role: str = "ADMINISTRATOR"
    scope: str = "full"
    trusted: bool = False
    used: int = 0
    expires: int | None = None
    source: str = "API"
    partner: str = ""


@dataclass
class Call:
    """One call of one operation; `body` and `query` are validated, `params` are the ids of the path.

    `repeated` has all values of a query name that was given more than once; `query` the first.
    """

    world: World
    principal: Principal
    operation: Operation | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    repeated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    raw: bytes = b""
    base_url: str = ""
    evidence: str = "D"
    chosen: dict[str, None] = field(default_factory=dict)
    """The names of the choices that the answer rests on, in the order they were met."""

    @classmethod
    def by_clock(cls, world: World, org: str, user: str = "") -> "Call":
        """A call made by the passing of time, on behalf of an organization."""
        return cls(world, Principal("clock", org=org, user=user, trusted=True))

    @property
    def org(self) -> str:
        return self.principal.org

    def now(self) -> int:
        return self.world.clock.now()

    def iso(self) -> str:
        return iso(self.now())

    def choose(self, name: str) -> Any:
        """A choice of the world; the answer then rests on a guess and says so."""
        self.evidence = "I"
        self.chosen[name] = None
        return self.world.choices[name]

    def values(self, name: str) -> Sequence[str]:
        """All values of a query name."""
        return self.repeated.get(name) or ([self.query[name]] if name in self.query else [])

    def emit(self, event: str, row: Row, **extra: Any) -> None:
        """Tell the subscribers, in this transaction, that something happened to an object."""
        self.world.publish(self.world, self.org, event, row, extra)

    def need_trust(self) -> None:
        """Refuse with BDC_1361 unless the session passed MFA (403, O)."""
        if not self.principal.trusted:
            raise refuse("BDC_1361")

    def business(self, field_name: str, reason: str) -> Refusal:
        """A refusal of the core whose own code is not published: 422 (I)."""
        refusal = refuse(self.choose("business.code"), field_name, reason, status=422)
        return Refusal(422, refusal.complaints, "I")
