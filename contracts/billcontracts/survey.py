"""Looks an organization over: every list, and each object in it by its id. What it gets the watch over the run judges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx
from billclient import Client

from .shapes import PAGES, Operation, operations

READ = "GET"
OTHER_LISTS = {
    "attachments/customers": "listcustomers", "attachments/vendors": "listvendors",
    "attachments/invoices": "listinvoices", "audit-trail/vendor": "listvendors", "documents/bills": "listbills",
    "invitation/vendor": "listvendors", "invitation/customer": "listcustomers", "subscription": "getallsubscriptions",
}  # fmt: skip
"""End of a path → the list that fills the parameter after it, where that is not the path itself."""
ID = ("uuid", "id", "userUuid", "exportId")
"""What a row is called by, the first that it has."""
FEW = 24
"""Objects of a kind that are read, the first and the last of their list."""


def is_list(operation: Operation) -> bool:
    """Whether an operation answers pages."""
    return operation.method == READ and isinstance(operation.answer, str) and operation.answer.split()[0] in PAGES


def reads() -> list[Operation]:
    """Every operation that reads, but those whose answer is another each time."""
    return [one for one in operations().values() if one.method == READ and one.id not in FLEETING]


FLEETING = ("getpanjwt", "getdownloadlink")


@dataclass
class Survey:
    """One organization, as its clients see it. Without `spend` or `partner` their operations are left out.

    `tenant` is an organization that the partner made.
    """

    core: Client
    spend: Client | None = None
    partner: Client | None = None
    tenant: str = ""
    _ids: dict[str, list[str]] = field(default_factory=dict)

    def client(self, operation: Operation) -> Client | None:
        """Who may ask this; None where there is no credential."""
        if "/v3/spend/" in operation.path:
            return self.spend
        return self.partner if "/partner/" in operation.path else self.core

    def ask(self, operation: Operation, path: str, body: Any = None, /, **query: Any) -> httpx.Response:
        """Ask an operation at a path, whatever comes."""
        client = self.client(operation)
        assert client
        headers = {"organizationId": self.tenant} if client is self.partner else {}
        gateway = client.gateway.connect.removesuffix("/connect")
        return client.raw(operation.method, f"{gateway}{path}", json=body, params=query, headers=headers)

    @cached_property
    def organization(self) -> str:
        """The id of the organization."""
        return str(self.core.session.info()["organizationId"])

    def paths(self, operation: Operation) -> list[str]:
        """Where an operation is to be asked: once for each of a few objects that its path may name."""
        return list(self._filled(operation.path)) if self.client(operation) else []

    def _filled(self, path: str) -> Iterator[str]:
        before, brace, more = path.partition("{")
        parameter, _, after = more.partition("}")
        if not brace:
            yield path
            return
        for id in self.ids(before.rstrip("/"), parameter):
            yield from self._filled(f"{before}{id}{after}")

    def ids(self, place: str, parameter: str) -> list[str]:
        """A few ids that stand for a parameter; those of S&E are uuids."""
        if parameter == "organizationId":
            return [self.organization]
        if place not in self._ids:
            other = next((slug for end, slug in OTHER_LISTS.items() if place.endswith(end)), None)
            rows = self.rows(operations()[other].path if other else place)
            found = [next((row[name] for name in ID if name in row), "") for row in rows]
            self._ids[place] = found if len(found) <= FEW else [*found[: FEW // 2], *found[-FEW // 2 :]]
        return self._ids[place]

    def rows(self, place: str) -> list[dict[str, Any]]:
        """Every row of the list at a place, as it is now; none where there is no list."""
        found = list_at(place)
        return self.all(found, place) if found else []

    def all(self, operation: Operation, place: str, **query: Any) -> list[dict[str, Any]]:
        """Every row, page after page."""
        return [row for page in self.walk(operation, place, **query) for row in page["results"]]

    def walk(self, operation: Operation, place: str, **query: Any) -> Iterator[dict[str, Any]]:
        """One page after another; none of a list that may not be read."""
        cursor: dict[str, str] = {}
        while True:
            answer = self.ask(operation, place, **query, **cursor)
            if not answer.is_success:
                return
            yield (page := answer.json())
            if not (token := page.get("nextPage")):
                return
            cursor = {"nextPage" if "/v3/spend/" in place else "page": token}

    def single(self, operation: Operation) -> Operation | None:
        """What reads one row of a list by its id."""
        pattern = re.escape(operation.path) + r"/\{\w+\}"
        return next(
            (one for one in operations().values() if one.method == READ and re.fullmatch(pattern, one.path)), None
        )


def list_at(place: str) -> Operation | None:
    """The list at a place."""
    return next((one for one in operations().values() if is_list(one) and one.pattern.fullmatch(place)), None)
