"""What an operation and a resource are: declarations that routing, validation, listing, the OpenAPI document
and the coverage table read. Nothing here acts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar

from ..world.store import Column, Row, Table
from .fields import kind_of
from .wire import Wire

Auth = Literal["none", "session", "partner", "any", "spend", "events", "link", "file", "control"]
Role = Literal["read", "books", "approve", "pay", "admin"]
Scope = Literal["any", "full", "never"]
Standing = Literal["operation", "alias", "auxiliary", "control"]


@dataclass(frozen=True)
class Dialect:
    """How a family of operations pages, and what it answers to a create."""

    name: str
    created: int
    next_param: str
    prev_param: str
    backward: bool = True
    filtered: bool = True
    most: int = 100


CONNECT = Dialect("connect", 201, "page", "page")
SPEND = Dialect("spend", 200, "nextPage", "prevPage")
EVENTS = Dialect("events", 200, "page", "page", backward=False, filtered=False)


@dataclass(slots=True)
class Encoded:
    """An answer that is bytes already: a stored row, a page, a file."""

    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    mishap: Literal["", "lost", "truncated"] = ""
    """What befalls it on its way to the caller."""
    seconds: float = 0.0
    """How long its body takes to arrive, in real time."""


Answer = Row | dict[str, Any] | list[Any] | Encoded | None


class Run(Protocol):
    def __call__(self, call: Any, /) -> Answer: ...


R = TypeVar("R", bound=Callable[..., Answer])


@dataclass(frozen=True)
class Operation:
    """One operation of the API.

    `id` is BILL's reference slug. `body`, `query` and `answer` are shapes (a model, or a list of one);
    `partial` marks a body of which only the members that were sent count. `role` is what the caller's role
    must allow and `scope` what an OAuth app must have. `evidence` is the weakest tag of what the operation
    itself relies on. `headers` are those it needs beside the credentials. `locked` is False for the few that must not hold the world while they run.
    """

    id: str
    method: str
    path: str
    run: Run
    auth: Auth = "session"
    status: int = 200
    body: Any = None
    body_optional: bool = False
    upload: bool = False
    form: bool = False
    partial: bool = False
    query: type[Wire] | None = None
    headers: tuple[str, ...] = ()
    answer: Any = None
    resource: "Resource | None" = None
    listing: bool = False
    trust: bool = False
    role: Role = "read"
    scope: Scope = "any"
    evidence: str = "D"
    standing: Standing = "operation"
    locked: bool = True
    summary: str = ""

    @property
    def service(self) -> str:
        """The first segment of the path: connect, connect-events, authx or _mock."""
        return self.path.split("/", 2)[1]


@dataclass(frozen=True)
class Bulk:
    """How many rows a bulk call takes, and the member its answer stands under (None: a bare array)."""

    key: str | None = None
    most: int = 50


@dataclass
class Resource:
    """A kind of object: its shapes, its list, its events. `make` and `change` are how one is made and
    changed, alone and in bulk alike.
    """

    name: str
    path: str
    prefix: str
    model: type[Wire]
    write: type[Wire]
    patch: type[Wire] | None = None
    item: str = "id"
    filters: Mapping[str, str] = field(default_factory=dict)
    sorts: str = ""
    """Sort fields; `spent=currentPeriod.spent.total` names a path unlike the field."""
    indexes: str = ""
    keep: tuple[Column, ...] = ()
    dialect: Dialect = CONNECT
    make: Callable[[Any, dict[str, Any]], Row] | None = None
    change: Callable[[Any, Row, dict[str, Any]], Row] | None = None
    event: str | None = None
    bulk: Bulk = Bulk()
    operations: list[Operation] = field(default_factory=list)

    @property
    def of_spend(self) -> bool:
        return self.dialect.name == SPEND.name

    @property
    def key(self) -> str:
        """The member that a row is found by; what has no id of its own (a budget's member) has a hidden one."""
        if "uuid" in self.members and self.of_spend:
            return "uuid"
        return "id" if "id" in self.members else "hidden.key"

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The members of an answer, in BILL's order (pydantic's own look-up costs 5 µs a time)."""
        return tuple(self.model.model_fields)

    @cached_property
    def table(self) -> Table:
        """The columns that filters, sorts and look-ups need."""
        paths = dict.fromkeys([*(path for path, _ in self.filter_terms.values()), *self.sort_terms.values()])
        paths.pop(self.key, None)
        indexed = self.indexes.split()
        columns = [Column(path, kind_of(self.model, path).column, path in indexed) for path in paths]
        if self.of_spend:
            columns += [Column(legacy_id(path), index=True) for path in [self.key, *paths] if legacy_id(path)]
        known = {column.path for column in columns}
        return Table(self.name, (*columns, *(column for column in self.keep if column.path not in known)), self.key)

    @cached_property
    def filter_terms(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Filter field → path in the row and operators. `"=path eq in"` names a path unlike the field."""
        terms = {}
        for name, text in self.filters.items():
            words = text.split()
            path = words.pop(0)[1:] if words[0].startswith("=") else name
            terms[name] = (path, tuple(words))
        return terms

    @cached_property
    def sort_terms(self) -> dict[str, str]:
        """Sort field → path in the row."""
        words = (word.partition("=") for word in self.sorts.split())
        return {name: path or name for name, _, path in words}

    def operation(self, id: str, method: str, path: str, **declared: Any) -> Callable[[R], R]:
        """Declare an operation of this resource beside the function that does it."""

        def declare(run: R) -> R:
            self.operations.append(declared_operation(id, method, path, run, self, **declared))
            return run

        return declare


def legacy_id(path: str) -> str:
    """The member with the older id of what a uuid member of S&E names: `id` of `uuid`, `budgetId` of `budgetUuid`."""
    return "id" if path == "uuid" else path[:-4] + "Id" if path.endswith("Uuid") else ""


def declared_operation(
    id: str, method: str, path: str, run: Run, resource: Resource | None = None, **declared: Any
) -> Operation:
    """An operation with the defaults of its family: reads may be done by all, writes by who keeps the books; an OAuth
    app has no part in partners and webhooks (D docs/oauth-client-credentials).
    """
    if resource is not None and resource.of_spend:
        declared.setdefault("auth", "spend")
    if declared.get("auth") in ("partner", "events"):
        declared.setdefault("scope", "never")
    declared.setdefault("role", "read" if method == "GET" else "books")
    declared.setdefault("summary", ((run.__doc__ or "").strip().splitlines() or [""])[0])
    return Operation(id, method, path, run, resource=resource, **declared)
