"""A collection of BILL objects: plain verbs written once; which a resource has, and its own actions, is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from .calls import Body, Call, Driver, Listing, Service, fill, rows
from .keyring import Keyring
from .operation import VERBS, Operation, verb

A = TypeVar("A")
P = TypeVar("P")
R = TypeVar("R")


class Part(Generic[A, P, R]):
    """A part of the client: reaches BILL through a driver."""

    def __init__(self, driver: Driver[A, P, R], keyring: Keyring) -> None:
        self._driver, self._keyring = driver, keyring


@dataclass(frozen=True, slots=True)
class Resource:
    """One collection, declared.

    Parameters:
        path: under the service's base; `{}` is a parent's id, given by calling the collection.
        verbs: those of `VERBS` that BILL has here, by name.
        actions: its other operations, name to `METHOD /path`; each `{}` is an id.
        max: largest page (D); None where the list takes no `max`.
        cursor: the query name of the next page's cursor.
        parent: a header that carries a parent's id.
    """

    path: str
    verbs: str = ""
    actions: Mapping[str, str] = field(default_factory=dict)
    max: int | None = 100
    cursor: str = "page"
    service: Service = "connect"
    parent: str | None = None

    def has(self, name: str) -> bool:
        """Whether BILL has this verb here."""
        return ("list" if name == "iterate" else name) in self.verbs.split()

    def operations(self) -> Iterable[tuple[str, str, str]]:
        """Name, method and path of everything declared here."""
        for name, target in [*((plain, VERBS[plain]) for plain in self.verbs.split()), *self.actions.items()]:
            method, _, rest = target.partition(" ")
            yield name, method, self.path + rest

    def __get__(self, part: Part[A, P, R], owner: type) -> Collection[A, P, R]:
        return Collection(self, part._driver)


class Collection(Generic[A, P, R]):
    """The objects of one kind. Only what BILL has is there; `dir()` lists it.

    Bodies and answers are plain dicts with BILL's own names: amounts are JSON numbers in major units (US
    dollars unless the object says otherwise), times ISO 8601 in UTC, dates `yyyy-MM-dd`; unset fields
    are absent (O). Every method raises `APIError` when BILL refuses and `TransportError` when no answer came.
    """

    def __init__(
        self,
        resource: Resource,
        driver: Driver[A, P, R],
        path: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.resource, self._driver = resource, driver
        self._path, self._headers = path or resource.path, headers or {}

    def __call__(self, *parents: str) -> Collection[A, P, R]:
        """The collection that belongs to a parent: `client.spend.budget_members("bgt_…").list()`."""
        headers: Mapping[str, str] = {}
        if self.resource.parent is not None:
            *rest, last = parents
            parents, headers = tuple(rest), {self.resource.parent: last}
        return type(self)(self.resource, self._driver, fill(self.resource.path, *parents), headers)

    @verb
    def list(
        self,
        *,
        max: int | None = None,
        page: str | None = None,
        prev_page: str | None = None,
        sort: str | None = None,
        filters: str | None = None,
        **query: Any,
    ) -> P:
        """One page of the list, as a `Page`.

        Parameters:
            max: rows, 1 to 100 (S&E transactions 50); BILL's default is 20 (D).
            page: `next_page` of the page before.
            prev_page: `prev_page` of the page after.
            sort: `createdTime:desc`; S&E sorts by one field only (D docs/search-op-with-lists).
            filters: see `where`.
            query: whatever else this list takes.
        """
        query |= {"max": max, "sort": sort, "filters": filters, self.resource.cursor: page}
        if prev_page is not None:
            query["prevPage" if self.resource.cursor == "nextPage" else "page"] = prev_page
        return self._driver.page(self._listing(query))

    @verb
    def iterate(
        self, *, max: int | None = None, sort: str | None = None, filters: str | None = None, **query: Any
    ) -> R:
        """Every row of the list, fetched page by page; `max` is the size of a page, the largest by default."""
        query |= {"max": max or self.resource.max, "sort": sort, "filters": filters}
        return self._driver.rows(self._listing(query))

    @verb
    def get(self, id: str, **query: Any) -> A:
        """One object by id."""
        return self._send("GET", "/{}", id, query=query)

    @verb
    def create(self, body: Body) -> A:
        """Make one; sent twice it makes two, for BILL has no idempotency key here (D)."""
        return self._send("POST", "", body=body)

    @verb
    def update(self, id: str, body: Body) -> A:
        """Change the fields given; the others stay."""
        return self._send("PATCH", "/{}", id, body=body)

    @verb
    def replace(self, id: str, body: Body) -> A:
        """Put a whole new content in place; what is not given is unset."""
        return self._send("PUT", "/{}", id, body=body)

    @verb
    def delete(self, id: str, **query: Any) -> A:
        """Delete one; a card for a `reason`: CANCELLED, LOST, STOLEN or MISPLACED (D reference/deletecard)."""
        return self._send("DELETE", "/{}", id, query=query)

    @verb
    def archive(self, id: str) -> A:
        """Archive one; archiving twice is no error (D)."""
        return self._send("POST", "/{}/archive", id)

    @verb
    def restore(self, id: str) -> A:
        """Bring one back from the archive."""
        return self._send("POST", "/{}/restore", id)

    @verb
    def bulk_create(self, bodies: Sequence[Body]) -> A:
        """Make several, all or none (D docs/ap-bills): at most 100 bills, 20 vendors, 50 of the others (D).

        Answers the rows made, whether BILL wraps them in an object or not. When one is refused, the others'
        error is BDC_1246.
        """
        return self._bulk("POST", "/bulk", bodies)

    @verb
    def bulk_update(self, bodies: Sequence[Body]) -> A:
        """Change several, each by the `id` in it. Answers the rows."""
        return self._bulk("PATCH", "/bulk", bodies)

    @verb
    def bulk_replace(self, bodies: Sequence[Body]) -> A:
        """Replace several, each by the `id` in it. Answers the rows."""
        return self._bulk("PUT", "/bulk", bodies)

    @verb
    def bulk_archive(self, ids: Sequence[str]) -> A:
        """Archive several. The ids travel in the query, joined by commas (query D, comma I)."""
        return self._send("POST", "/bulk/archive", query={"ids": ",".join(ids)}, decode=rows)

    @verb
    def bulk_restore(self, ids: Sequence[str]) -> A:
        """Restore several, as `bulk_archive`."""
        return self._send("POST", "/bulk/restore", query={"ids": ",".join(ids)}, decode=rows)

    def __getattr__(self, name: str) -> Operation[A]:
        resource: Resource = self.__dict__["resource"]
        if name not in resource.actions:
            raise AttributeError(f"BILL has no {name!r} for {resource.path}, but {', '.join(self._names())}")
        method, _, rest = resource.actions[name].partition(" ")
        call = Call(method=method, path=self._path + rest, service=resource.service, headers=self._headers)
        return Operation(name, call, self._driver)

    def __dir__(self) -> Iterable[str]:
        return [name for name in super().__dir__() if name not in VERBS or self.resource.has(name)] + [
            *self.resource.actions
        ]

    def _names(self) -> Sequence[str]:
        return sorted(name for name in [*VERBS, *self.resource.actions] if name in dir(self))

    def _listing(self, query: Mapping[str, Any]) -> Listing:
        call = Call(
            method="GET",
            path=fill(self._path),
            service=self.resource.service,
            params={name: value for name, value in query.items() if value is not None},
            headers=self._headers,
        )
        return Listing(call, self.resource.cursor)

    def _bulk(self, method: str, rest: str, bodies: Sequence[Body]) -> A:
        return self._send(method, rest, body=[*bodies], decode=rows)

    def _send(
        self,
        method: str,
        rest: str,
        *ids: str,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        decode: Callable[[Any], Any] | None = None,
    ) -> A:
        call = Call(
            method=method,
            path=fill(self._path) + fill(rest, *ids),
            service=self.resource.service,
            params=query or {},
            body=body,
            headers={**self._headers, **(headers or {})},
        )
        return self._driver.answer(call if decode is None else replace(call, decode=decode))
