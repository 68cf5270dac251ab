"""What to ask of BILL, with no I/O in it: one call, one list, the steps of a longer errand, one page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import quote

from .errors import BillError

Service = Literal["connect", "events"]
Query = Mapping[str, Any]
Body = Mapping[str, Any]


def _same(answer: Any) -> Any:
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as data, and how to read its answer.

    `path` is under the service's base and begins `/v3/`, or is a whole URL. `credential` False sends none.
    `body` is encoded as JSON; `content` goes out as it is. The answer of a `binary` call is its bytes.
    """

    method: str
    path: str
    service: Service = "connect"
    params: Query = field(default_factory=dict)
    body: Any = None
    content: bytes | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    credential: bool = True
    binary: bool = False
    decode: Callable[[Any], Any] = _same

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than once. BILL has an idempotency key on webhook writes
        only (D docs/bill-webhook-api-general-rules); elsewhere a repeated POST makes a second object."""
        return self.method in ("GET", "HEAD") or (self.service == "events" and IDEMPOTENCY_HEADER in self.headers)


IDEMPOTENCY_HEADER = "X-Idempotent-Key"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. Cursors are opaque; None where there is none further.

    `result` and `next_cursor` say the same in the words of unified APIs.
    """

    results: list[Any]
    next_page: str | None = None
    prev_page: str | None = None

    @property
    def result(self) -> list[Any]:
        """The rows."""
        return self.results

    @property
    def next_cursor(self) -> str | None:
        """The cursor of the next page."""
        return self.next_page

    def __iter__(self) -> Iterator[Any]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @classmethod
    def of(cls, answer: Any) -> Page:
        """Read any list answer: the usual envelope, a bare array, or an object with one list in it."""
        if isinstance(answer, dict):
            return cls(rows(answer), answer.get("nextPage") or None, answer.get("prevPage") or None)
        return cls(rows(answer))


def rows(answer: Any) -> list[Any]:
    """The rows of a list or bulk answer: bulk bills answer an array, bulk vendors `{"vendors": […]}` (D)."""
    if answer is None:
        return []
    if isinstance(answer, list):
        return answer
    if isinstance(answer, dict):
        if isinstance(answer.get("results"), list):
            return list(answer["results"])
        lists = [value for value in answer.values() if isinstance(value, list)]
        if len(lists) == 1:
            return list(lists[0])
    raise BillError(f"no list in the answer: {str(answer)[:200]}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to be walked, page by page.

    The next page repeats filters, sort and max beside the cursor: the cursor of S&E is only an index (I
    from O), and the other lists take them too (O). `cursor` is its query name: `page`, or `nextPage` in S&E (D).
    """

    call: Call
    cursor: str = "page"

    def after(self, page: Page) -> Listing | None:
        """The list from the next page on; None at the end. A page may be empty and yet not be the last (O).

        Raises:
            BillError: the cursor is the one just sent, so the walk would never end.
        """
        if page.next_page is None:
            return None
        if self.call.params.get(self.cursor) == page.next_page:
            raise BillError(f"the list {self.call.path} gives the same page again")
        return replace(self, call=replace(self.call, params={**self.call.params, self.cursor: page.next_page}))


@dataclass(frozen=True, slots=True)
class Pause:
    """A step that waits, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that asks the caller's own function, which may be async in an async client."""

    function: Callable[[], Any | Awaitable[Any]]


Steps = Generator[Call | Pause | Ask, Any, Any]
"""An errand of several calls: yields what to do, is sent what came of it, returns the answer."""

A_co = TypeVar("A_co", covariant=True)
P_co = TypeVar("P_co", covariant=True)
R_co = TypeVar("R_co", covariant=True)


class Driver(Protocol[A_co, P_co, R_co]):
    """Carries out what is described here, at once or to be awaited.

    `A` is an answer, `P` a page, `R` the rows of a list: `Any`, `Page` and `Iterator` in one client,
    a coroutine of each and `AsyncIterator` in the other. So each operation is written once.
    """

    def answer(self, errand: Call | Steps) -> A_co:
        """Make the call, or go through the steps."""

    def page(self, listing: Listing) -> P_co:
        """Fetch one page."""

    def rows(self, listing: Listing) -> R_co:
        """Walk the list."""


def fill(path: str, *ids: str) -> str:
    """Put ids into the placeholders of a path, quoted: S&E ids are base64 and may hold `=` and `/`."""
    parts = path.split("{}")
    if len(parts) != len(ids) + 1:
        raise TypeError(f"{path} takes {len(parts) - 1} id(s), not {len(ids)}")
    for one in ids:
        if not isinstance(one, str) or not one:
            raise TypeError(f"an id is a text that is not empty, not {one!r}")
    return parts[0] + "".join(quote(one, safe="") + rest for one, rest in zip(ids, parts[1:], strict=True))
