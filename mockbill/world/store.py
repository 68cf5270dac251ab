"""The rows of a world; with the database they stand in, the only place that speaks SQL.

A row is kept as the JSON that a GET answers (so that a page is a join of bytes), beside it what is never
shown (`hidden`), and the fields that can be filtered or sorted as real columns. Numbers stand in columns as
integers of a millionth, so that money compares exactly; text compares bytewise; equal keys fall to the
order of insertion.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from .database import Database
from .memory import Memory, Page, Position, Raw
from .statements import NEAR, Shape, may_be_near, select_statement
from .tables import SCALE, Among, Column, Condition, Order, Row, Table, body_of, hidden_of

__all__ = ["SCALE", "Among", "Column", "Condition", "Order", "Row", "Store", "Table"]

FEW = 200
"""Rows that a table is read through without an index."""
LINE = b"\n"
MANY = 20_000
"""Rows of which a page in an order without an index is worth one: sorting a million takes half a second each time."""


class Store(Database):
    """The rows of one world. Not thread-safe: the world's lock guards it."""

    def __init__(self, tables: Iterable[Table], path: str | None = None, image: bytes | None = None) -> None:
        self.tables = {table.name: table for table in tables}
        self.memory = Memory()
        self._names: set[str] | None = None
        self._indexed: set[str] = set()
        self._sorted: set[tuple[str, str]] = set()
        self._equals: dict[tuple[Any, ...], tuple[str, list[Column]]] = {}
        self._selects: dict[tuple[Any, ...], tuple[str, list[int]]] = {}
        super().__init__(path, image)

    def changed_at_once(self) -> None:
        self._names = None
        self._indexed.clear()
        self._sorted.clear()
        self.memory.forget(*self.tables)

    def _there(self, name: str) -> bool:
        """Whether a table was ever written to; else there is nothing to read."""
        if self._names is None:
            found = self.db.execute("SELECT name FROM sqlite_master WHERE type='table'")
            self._names = {name for (name,) in found}
        return name in self._names

    def _table(self, name: str) -> Table:
        """A table to write to. It comes with its first row: a new world has a dozen of all there are, and the copy of
        one is opened in a third of the time.
        """
        table = self.tables[name]
        if not self._there(name):
            self.db.execute(table.schema)
            self._names = None
        return table

    def insert(self, name: str, row: Row) -> Row:
        table = self._table(name)
        values, body, hidden = table.values(row), body_of(row), hidden_of(row)
        cursor = self.db.execute(table.insert, (*values, row.org, body, hidden))
        row.seq = cursor.lastrowid or 0
        if row.seq >= FEW and name not in self._indexed:
            self._index(table)
        self.memory.wrote(name, values[0], (row.seq, row.org, body, hidden))
        return row

    def _index(self, table: Table) -> None:
        """Indexes come with rows: without them a new world is made and written in half the time."""
        for statement in table.indexes:
            self.db.execute(statement)
        self._indexed.add(table.name)

    def _index_order(self, name: str, column: Column) -> None:
        """The first who has a large table sorted by a column without an index waits for one."""
        if column.index or column.sql or (name, column.name) in self._sorted or self.db.in_transaction:
            return
        last = self.db.execute(f'SELECT max(seq) FROM "{name}"').fetchone()[0] or 0
        if last >= MANY:
            self.db.execute(self.tables[name].index_on(column))
            self._sorted.add((name, column.name))

    def update(self, name: str, row: Row) -> Row:
        table = self._table(name)
        (key, *values), body, hidden = table.values(row), body_of(row), hidden_of(row)
        self.db.execute(table.update, (*values, body, hidden, row.seq))
        self.memory.wrote(name, key, (row.seq, row.org, body, hidden))
        return row

    def delete(self, name: str, row: Row) -> None:
        table = self._table(name)
        self.db.execute(f'DELETE FROM "{name}" WHERE seq=?', (row.seq,))
        self.memory.wrote(name, table.by_path[table.key].of(row), None)

    def sweep(self, name: str, org: str, conditions: Sequence[Condition]) -> int:
        """Delete every row of an organization that meets all conditions; how many there were."""
        if not self._there(name):
            return 0
        where = " AND ".join(["org = ?", *(condition.sql() for condition in conditions)])
        parameters = [org, *(part for condition in conditions for part in condition.parameters())]
        gone = self.db.execute(f'DELETE FROM "{name}" WHERE {where}', parameters).rowcount
        if gone:
            self.memory.forget(name)
        return gone

    def body(self, name: str, key: str, org: str) -> bytes | None:
        """The stored answer of a row, unread."""
        found = self._raw(name, key)
        return found[2] if found and found[1] == org else None

    def get(self, name: str, key: str, org: str | None = None) -> Row | None:
        """A row by its id, of one organization or (None) of any."""
        found = self._raw(name, key)
        return self._row(*found) if found and org in (None, found[1]) else None

    def _raw(self, name: str, key: str) -> Raw | None:
        """A row as it is stored; remembered, for a statement lets other threads in."""
        known = self.memory.row(name, key)
        if known is not None:
            return known
        if not self._there(name):
            return None
        found = self.db.execute(f'SELECT seq, org, body, hidden FROM "{name}" WHERE key=?', (key,)).fetchone()
        return self.memory.keep_row(name, key, found) if found else None

    @staticmethod
    def _row(seq: int, org: str, body: bytes, hidden: bytes | None) -> Row:
        return Row(orjson.loads(body), org=org, hidden=orjson.loads(hidden) if hidden else {}, seq=seq)

    def find(self, name: str, org: str | None = None, /, limit: int = -1, **equal: Any) -> list[Row]:
        """The rows whose columns have these values, in order of insertion (`hidden__x` is column `hidden.x`)."""
        return [self._row(*found) for found in self._equal("seq, org, body, hidden", name, org, equal, limit)]

    def has(self, name: str, org: str | None = None, /, **equal: Any) -> bool:
        """Whether there is a row whose columns have these values, as `find` takes them."""
        return bool(self._equal("seq", name, org, equal, 1))

    def _equal(
        self, members: str, name: str, org: str | None, equal: Mapping[str, Any], limit: int
    ) -> list[tuple[Any, ...]]:
        """Members of the rows whose columns have some values."""
        if not self._there(name):
            return []
        asked = (name, org is None, *equal)
        if asked not in self._equals:
            self._equals[asked] = self.tables[name].equal(list(equal), org is not None)
        where, columns = self._equals[asked]
        values = [column.stored(value) for column, value in zip(columns, equal.values(), strict=True)]
        parameters = [*values, limit] if org is None else [org, *values, limit]
        return self.db.execute(f'SELECT {members} FROM "{name}"{where} ORDER BY seq LIMIT ?', parameters).fetchall()

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
        if not self._there(name):
            return []
        shape: Shape = "whole" if whole else "rows"
        statement, parameters = self._statement(name, org, conditions, order, after, backward, shape)
        return self.db.execute(statement, [*parameters, limit, offset]).fetchall()

    def page(
        self,
        name: str,
        org: str | None,
        conditions: Sequence[Condition],
        order: Order,
        *,
        most: int,
        offset: int = 0,
        after: Sequence[Any] | None = None,
        backward: bool = False,
    ) -> Page:
        """At most so many of the rows that `select` gives, in order; remembered while no table it reads has changed."""
        if not self._there(name):
            return Page(b"", False, [], [])
        asked = (name, org, *conditions, *order, most, offset, tuple(after) if after else None, backward)
        stamp = self.memory.stamp(name, *(kind for condition in conditions for kind in condition.reads))
        known = self.memory.page(asked, stamp)
        if known is not None:
            return known
        if org is not None and order:
            self._index_order(name, order[0][0])
        bodies, seqs = self._joined(name, org, conditions, order, most + 1, offset, after, backward)
        more = len(seqs) > most
        if more:
            bodies, seqs = bodies.rpartition(LINE)[0], seqs[:most]
        if backward:
            bodies, seqs = LINE.join(bodies.split(LINE)[::-1]), seqs[::-1]
        first, last = self._positions(name, order, seqs)
        return self.memory.keep_page(asked, stamp, Page(bodies.replace(LINE, b","), more, first, last))

    def _joined(
        self,
        name: str,
        org: str | None,
        conditions: Sequence[Condition],
        order: Order,
        limit: int,
        offset: int,
        after: Sequence[Any] | None,
        backward: bool,
    ) -> tuple[bytes, list[str]]:
        """Bodies (as lines) and seqs of rows. The database joins them: each row that it hands over lets other threads in."""
        shapes: list[Shape] = ["near", "joined"] if may_be_near(conditions, order) else ["joined"]
        bodies, seqs = b"", ""
        for shape in shapes:
            statement, parameters = self._statement(name, org, conditions, order, after, backward, shape)
            if shape == "near":
                start = after[-1] if after else 0
                parameters.append(start - NEAR if backward else start + NEAR)
            bodies, seqs = self.db.execute(statement, [*parameters, limit, offset]).fetchone()
            if seqs and seqs.count(",") == limit - 1:
                break
        return (bodies, seqs.split(",")) if seqs else (b"", [])

    def _positions(self, name: str, order: Order, seqs: Sequence[str]) -> list[Position]:
        """Where the first and the last of some rows stand: their sort columns and their seq."""
        ends = [int(seqs[0]), int(seqs[-1])] if seqs else []
        if not ends or not order:
            return [[seq] for seq in ends] or [[], []]
        columns = ", ".join(column.name for column, _ in order)
        statement = f'SELECT {columns}, seq FROM "{name}" WHERE seq=?'
        return [list(self.db.execute(statement, (seq,)).fetchone()) for seq in ends]

    def _statement(
        self,
        name: str,
        org: str | None,
        conditions: Sequence[Condition],
        order: Order,
        after: Sequence[Any] | None,
        backward: bool,
        shape: Shape,
    ) -> tuple[str, list[Any]]:
        """A select and what its marks stand for, but for the last."""
        signature = (
            name,
            org is None,
            tuple(condition.signature() for condition in conditions),
            tuple((column.name, descending) for column, descending in order),
            after is not None,
            backward,
            shape,
        )
        if signature not in self._selects:
            self._selects[signature] = select_statement(
                name,
                conditions,
                order,
                of_one=org is not None,
                positioned=after is not None,
                backward=backward,
                shape=shape,
            )
        statement, picks = self._selects[signature]
        parameters: list[Any] = [] if org is None else [org]
        for condition in conditions:
            parameters += condition.parameters()
            for kind in condition.reads:
                self._table(kind)
        if after is not None:
            parameters += [after[pick] for pick in picks]
        return statement, parameters

    def contents(self, leave_out: frozenset[str] = frozenset()) -> Iterable[tuple[Any, ...]]:
        """Every stored value, to compare two states by."""
        for name in ["job", "blob", *sorted(self.tables)]:
            if name not in leave_out:
                yield (name,)
                if self._there(name):
                    yield from self.db.execute(f'SELECT * FROM "{name}" ORDER BY 1')

    def counts(self) -> dict[str, int]:
        """How many rows of each kind there are."""
        return {
            name: self.db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] if self._there(name) else 0
            for name in self.tables
        }
