"""The rows of a world in one SQL database; the only place that speaks SQL.

A row is kept as the JSON that a GET answers (so that a page is a join of bytes), beside it what is never
shown (`hidden`), and the fields that can be filtered or sorted as real columns. Numbers stand in columns as
integers of a millionth, so that money compares exactly; text compares bytewise; equal keys fall to the
order of insertion.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from .memory import Memory
from .tables import SCALE, Among, Column, Condition, Order, Row, Table, body_of, select_statement

__all__ = ["SCALE", "Among", "Column", "Condition", "Order", "Row", "Store", "Table"]

FEW = 200
"""Rows that a table is read through without an index."""


class Store:
    """One SQLite database, in memory or in a file. Not thread-safe: the world's lock guards it."""

    def __init__(self, tables: Iterable[Table], path: str | None = None, image: bytes | None = None) -> None:
        self.tables = {table.name: table for table in tables}
        self.path = path
        self.memory = Memory()
        self._indexed: set[str] = set()
        self.db = sqlite3.connect(
            path or ":memory:", timeout=0, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        try:
            self._prepare()
            if image is None:
                self._create()
            else:
                self.load(image)
        except BaseException:
            self.db.close()
            raise
        self._selects: dict[tuple[Any, ...], tuple[str, list[int]]] = {}

    def _create(self) -> None:
        self.db.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS job (seq INTEGER PRIMARY KEY, due INTEGER NOT NULL, kind TEXT NOT NULL,"
            " subject TEXT NOT NULL, org TEXT NOT NULL, data BLOB NOT NULL)"
        )
        self.db.execute("CREATE INDEX IF NOT EXISTS job_due ON job (due, seq)")
        self.db.execute("CREATE INDEX IF NOT EXISTS job_subject ON job (subject)")
        self.db.execute("CREATE TABLE IF NOT EXISTS blob (id TEXT PRIMARY KEY, data BLOB NOT NULL)")
        for table in self.tables.values():
            self.db.execute(table.schema)

    def _prepare(self) -> None:
        self.db.execute("PRAGMA page_size=1024")  # most tables of a test's world are nearly empty: a copy is a third
        if self.path:
            self.db.execute("PRAGMA locking_mode=EXCLUSIVE")  # ids and sessions are kept in this process: one owner
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")

    # Transactions

    def begin(self) -> None:
        self.db.execute("BEGIN")

    def commit(self) -> None:
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        self.db.execute("ROLLBACK")
        self._indexed.clear()
        self.memory.forget(*self.tables)

    # Rows

    def insert(self, name: str, row: Row) -> Row:
        table = self.tables[name]
        values = [column.of(row) for column in table.columns]
        hidden = orjson.dumps(row.hidden) if row.hidden else None
        cursor = self.db.execute(
            table.insert, (table.by_path[table.key].of(row), row.org, body_of(row), hidden, *values)
        )
        row.seq = cursor.lastrowid or 0
        if row.seq >= FEW and name not in self._indexed:
            self._index(table)
        self.memory.changed(name)
        return row

    def _index(self, table: Table) -> None:
        """Indexes come with rows: without them a new world is made and written in half the time."""
        for statement in table.indexes:
            self.db.execute(statement)
        self._indexed.add(table.name)

    def update(self, name: str, row: Row) -> Row:
        table = self.tables[name]
        values = [column.of(row) for column in table.columns]
        hidden = orjson.dumps(row.hidden) if row.hidden else None
        body = body_of(row)
        self.db.execute(table.update, (body, hidden, *values, row.seq))
        self.memory.changed(name, table.by_path[table.key].of(row), row.org)
        return row

    def delete(self, name: str, row: Row) -> None:
        self.db.execute(f'DELETE FROM "{name}" WHERE seq=?', (row.seq,))
        self.memory.changed(name, self.tables[name].by_path[self.tables[name].key].of(row), row.org)

    def sweep(self, name: str, org: str, conditions: Sequence[Condition]) -> int:
        """Delete every row of an organization that meets all conditions; how many there were."""
        where = " AND ".join(["org = ?", *(condition.sql() for condition in conditions)])
        parameters = [org, *(part for condition in conditions for part in condition.parameters())]
        gone = self.db.execute(f'DELETE FROM "{name}" WHERE {where}', parameters).rowcount
        if gone:
            self.memory.forget(name)
        return gone

    def body(self, name: str, key: str, org: str) -> bytes | None:
        """The stored answer of a row, unread; remembered, for a statement lets other threads in."""
        known = self.memory.body(name, key, org)
        if known is not None:
            return known
        found = self.db.execute(f'SELECT body FROM "{name}" WHERE key=? AND org=?', (key, org)).fetchone()
        return self.memory.keep_body(name, key, org, found[0]) if found else None

    def get(self, name: str, key: str, org: str | None = None) -> Row | None:
        """A row by its id, of one organization or (None) of any."""
        rows = self.db.execute(f'SELECT seq, org, body, hidden FROM "{name}" WHERE key=?', (key,)).fetchall()
        for seq, owner, body, hidden in rows:
            if org is None or owner == org:
                return self._row(seq, owner, body, hidden)
        return None

    @staticmethod
    def _row(seq: int, org: str, body: bytes, hidden: bytes | None) -> Row:
        return Row(orjson.loads(body), org=org, hidden=orjson.loads(hidden) if hidden else {}, seq=seq)

    def find(self, name: str, org: str | None = None, /, limit: int = -1, **equal: Any) -> list[Row]:
        """The rows whose columns have these values, in order of insertion (`hidden__x` is column `hidden.x`)."""
        table = self.tables[name]
        conditions = [
            Condition(column, "eq", column.stored(value))
            for column, value in ((table.by_path[path.replace("__", ".")], value) for path, value in equal.items())
        ]
        found = self.select(name, org, conditions, (), limit=limit, whole=True)
        return [self._row(seq, owner, body, hidden) for seq, body, owner, hidden in found]

    def select(
        self,
        name: str,
        org: str | None,
        conditions: Sequence[Condition],
        order: Order,
        *,
        limit: int,
        offset: int = 0,
        after: Sequence[Any] | None = None,
        backward: bool = False,
        whole: bool = False,
    ) -> list[tuple[Any, ...]]:
        """Rows as `(seq, body, *sort columns)`, in order; `whole` ones end with org and hidden.

        `after` is the position to go on from: the sort columns of a row and its seq. Backward reads the
        rows before that position, nearest first.
        """
        signature = (
            name,
            org is None,
            tuple(condition.signature() for condition in conditions),
            tuple((column.name, descending) for column, descending in order),
            after is not None,
            backward,
            whole,
        )
        if signature not in self._selects:
            self._selects[signature] = select_statement(
                name,
                conditions,
                order,
                of_one=org is not None,
                positioned=after is not None,
                backward=backward,
                whole=whole,
            )
        statement, picks = self._selects[signature]
        parameters: list[Any] = [] if org is None else [org]
        for condition in conditions:
            parameters += condition.parameters()
        if after is not None:
            parameters += [after[pick] for pick in picks]
        return self.db.execute(statement, [*parameters, limit, offset]).fetchall()

    def page(
        self,
        name: str,
        org: str | None,
        conditions: Sequence[Condition],
        order: Order,
        *,
        limit: int,
        offset: int = 0,
        after: Sequence[Any] | None = None,
        backward: bool = False,
    ) -> Sequence[tuple[Any, ...]]:
        """What `select` gives; remembered for as long as no table it reads has changed."""
        asked = (name, org, *conditions, *order, limit, offset, tuple(after) if after else None, backward)
        stamp = self.memory.stamp(name, *(kind for condition in conditions for kind in condition.reads))
        known = self.memory.page(asked, stamp)
        if known is not None:
            return known
        rows = self.select(name, org, conditions, order, limit=limit, offset=offset, after=after, backward=backward)
        return self.memory.keep_page(asked, stamp, rows)

    # Jobs: what the clock will bring

    def add_job(self, due: int, kind: str, subject: str, org: str, data: dict[str, Any]) -> None:
        self.db.execute(
            "INSERT INTO job (due, kind, subject, org, data) VALUES (?, ?, ?, ?, ?)",
            (due, kind, subject, org, orjson.dumps(data)),
        )

    def drop_jobs(self, subject: str) -> None:
        self.db.execute("DELETE FROM job WHERE subject=?", (subject,))

    def next_job(self, until: int) -> tuple[int, int, str, str, dict[str, Any]] | None:
        """The first job due by an instant, as `(seq, due, kind, org, data)`."""
        found = self.db.execute(
            "SELECT seq, due, kind, org, data FROM job WHERE due <= ? ORDER BY due, seq LIMIT 1", (until,)
        ).fetchone()
        return (*found[:4], orjson.loads(found[4])) if found else None

    def take_job(self, seq: int) -> bool:
        """Claim a job; False when another thread had it first."""
        return self.db.execute("DELETE FROM job WHERE seq=?", (seq,)).rowcount == 1

    def next_due(self) -> int | None:
        found = self.db.execute("SELECT min(due) FROM job").fetchone()
        return found[0] if found else None

    # Bytes and single values

    def put_blob(self, key: str, data: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO blob (id, data) VALUES (?, ?)", (key, data))

    def blob(self, key: str) -> bytes | None:
        found = self.db.execute("SELECT data FROM blob WHERE id=?", (key,)).fetchone()
        return found[0] if found else None

    def drop_blob(self, key: str) -> None:
        self.db.execute("DELETE FROM blob WHERE id=?", (key,))

    def put_meta(self, key: str, value: Any) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, orjson.dumps(value)))

    def meta(self, key: str) -> Any:
        found = self.db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return orjson.loads(found[0]) if found else None

    # Copies

    def dump(self) -> bytes:
        return self.db.serialize()

    def load(self, image: bytes) -> None:
        """Become the copy of another database."""
        self.memory.forget(*self.tables)
        self._indexed.clear()
        if self.path is None:
            self.db.deserialize(image)
            return
        source = sqlite3.connect(":memory:")
        source.deserialize(image)
        source.backup(self.db)
        source.close()

    def size(self) -> int:
        pages: int = self.db.execute("PRAGMA page_count").fetchone()[0]
        page: int = self.db.execute("PRAGMA page_size").fetchone()[0]
        return pages * page

    def contents(self, leave_out: frozenset[str] = frozenset()) -> Iterable[tuple[Any, ...]]:
        """Every stored value, to compare two states by."""
        for name in ["job", "blob", *sorted(self.tables)]:
            if name not in leave_out:
                yield (name,)
                yield from self.db.execute(f'SELECT * FROM "{name}" ORDER BY 1')

    def counts(self) -> dict[str, int]:
        """How many rows of each kind there are."""
        return {name: self.db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in self.tables}

    def close(self) -> None:
        self.db.close()

    def destroy(self) -> None:
        """Close, and remove the files."""
        self.close()
        if self.path:
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(self.path + suffix):
                    os.remove(self.path + suffix)
