"""What a store read and need not read again: answers of rows, pages, and how often each table changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Position = Sequence[Any]
"""Where a row stands in an order: its sort columns and its seq."""
Stamp = tuple[int, ...]
BODIES = 10_000
PAGES, PAGE_BYTES = 64, 200_000
"""How many pages are kept, and of what size at most: 12 MB of a world."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they are answered, joined by commas; whether there are `more` beyond, and where its ends stand."""

    bodies: bytes
    more: bool
    first: Position
    last: Position


class Memory:
    """Bounded; whoever writes a row says `changed` or `forget` in the same step."""

    def __init__(self) -> None:
        self._bodies: dict[tuple[str, str, str], bytes] = {}
        self._pages: dict[tuple[Any, ...], tuple[Stamp, Page]] = {}
        self._versions: Counter[str] = Counter()

    def stamp(self, *tables: str) -> Stamp:
        """Differs from an earlier stamp if any of these tables may have changed since."""
        return tuple(self._versions[table] for table in tables)

    def changed(self, table: str, key: str = "", org: str = "") -> None:
        """A row came, or the one with this key is another now."""
        self._versions[table] += 1
        if key:
            self._bodies.pop((table, key, org), None)

    def forget(self, *tables: str) -> None:
        """Anything in these tables may be another, or gone."""
        self._bodies.clear()
        self._versions.update(tables)

    def body(self, table: str, key: str, org: str) -> bytes | None:
        return self._bodies.get((table, key, org))

    def keep_body(self, table: str, key: str, org: str, body: bytes) -> bytes:
        if len(self._bodies) >= BODIES:
            self._bodies.clear()
        self._bodies[table, key, org] = body
        return body

    def page(self, asked: tuple[Any, ...], stamp: Stamp) -> Page | None:
        """A page, if the tables it reads are as they were."""
        known = self._pages.get(asked)
        return known[1] if known and known[0] == stamp else None

    def keep_page(self, asked: tuple[Any, ...], stamp: Stamp, page: Page) -> Page:
        if len(page.bodies) <= PAGE_BYTES:
            if asked not in self._pages and len(self._pages) >= PAGES:
                del self._pages[next(iter(self._pages))]
            self._pages[asked] = stamp, page
        return page
