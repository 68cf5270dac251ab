"""What can be done with a collection: the plain verbs by name, and any other operation as a callable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .calls import Call, Driver, fill

A = TypeVar("A")
F = TypeVar("F", bound=Callable[..., Any])

VERBS: Mapping[str, str] = {
    "list": "GET ",
    "iterate": "GET ",
    "get": "GET /{}",
    "create": "POST ",
    "update": "PATCH /{}",
    "replace": "PUT /{}",
    "delete": "DELETE /{}",
    "archive": "POST /{}/archive",
    "restore": "POST /{}/restore",
    "bulk_create": "POST /bulk",
    "bulk_update": "PATCH /bulk",
    "bulk_replace": "PUT /bulk",
    "bulk_archive": "POST /bulk/archive",
    "bulk_restore": "POST /bulk/restore",
}
"""Every plain verb with its method and the path after the collection's."""


if TYPE_CHECKING:

    def verb(function: F) -> F:
        """A method that is there only where the resource declares it."""
        return function

else:

    class verb:
        """A method that is there only where the resource declares it."""

        def __init__(self, function):
            self.function, self.__doc__ = function, function.__doc__

        def __get__(self, collection, owner):
            if collection is None:
                return self.function
            if not collection.resource.has(self.function.__name__):
                raise AttributeError(self.function.__name__)
            return self.function.__get__(collection, owner)


class Operation(Generic[A]):
    """One operation that is no plain verb: `client.payments.void(id, {...})`, `client.payments.options(vendorId=…)`.

    Called with the ids of its path, then a body where the method has one; named arguments are query values.
    """

    def __init__(self, name: str, call: Call, driver: Driver[A, Any, Any]) -> None:
        self.name, self.call, self._driver = name, call, driver

    def __call__(self, *given: Any, **query: Any) -> A:
        """Make the call.

        Raises:
            TypeError: ids are missing, or there is more than ids and a body.
            APIError: BILL refused.
            TransportError: no answer came.
        """
        count = self.call.path.count("{}")
        ids, rest = given[:count], given[count:]
        if len(rest) > (0 if self.call.method == "GET" else 1):
            raise TypeError(f"{self.name}: {self.call.method} {self.call.path} takes {count} id(s), got {given!r}")
        body = rest[0] if rest else None
        return self._driver.answer(replace(self.call, path=fill(self.call.path, *ids), body=body, params=query))
