"""What a store wrote or read and need not read again: rows, pages, and how often each table changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Position = Sequence[Any]
"""Where a row stands in an order: its sort columns and its seq."""
Raw = tuple[int, str, bytes, bytes | None]
"""A row as it is stored: seq, org, body, hidden."""
Stamp = tuple[int, ...]
ROWS, ROW_BYTES = 10_000, 2_000
"""How many rows are kept, and of what size at most."""
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
    """Bounded; whoever writes a row says `wrote` or `forget` in the same step."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Raw] = {}
        self._pages: dict[tuple[Any, ...], tuple[Stamp, Page]] = {}
        self._versions: Counter[str] = Counter()

    def stamp(self, *tables: str) -> Stamp:
        """Differs from an earlier stamp if any of these tables may have changed since."""
        return tuple(self._versions[table] for table in tables)

    def wrote(self, table: str, key: str, raw: Raw | None) -> None:
        """The row with this key is this one now, or (None) gone."""
        self._versions[table] += 1
        self._rows.pop((table, key), None)
        if raw is not None:
            self.keep_row(table, key, raw)

    def forget(self, *tables: str) -> None:
        """Anything in these tables may be another, or gone."""
        self._rows.clear()
        self._versions.update(tables)

    def row(self, table: str, key: str) -> Raw | None:
        return self._rows.get((table, key))

    def keep_row(self, table: str, key: str, raw: Raw) -> Raw:
        if len(raw[2]) <= ROW_BYTES:
            if len(self._rows) >= ROWS:
                self._rows.clear()
            self._rows[table, key] = raw
        return raw

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
