"""Rows, and the tables and conditions they are kept and found by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

SCALE = 1_000_000
COLUMN_TYPES = {"text": "TEXT", "number": "INTEGER", "flag": "INTEGER"}
Way = tuple[bool, str, list[str], Callable[[Any], Any]]
OPERATORS = {"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class Row(dict[str, Any]):
    """One object as its GET answers it, with what only the simulator knows beside it."""

    __slots__ = ("hidden", "org", "seq")

    def __init__(
        self, fields: dict[str, Any], *, org: str = "", hidden: dict[str, Any] | None = None, seq: int = 0
    ) -> None:
        super().__init__(fields)
        self.org = org
        self.hidden = hidden if hidden is not None else {}
        self.seq = seq


def _text(value: Any) -> str:
    return value if type(value) is str else "" if value is None else str(value)


def _number(value: Any) -> int:
    return 0 if value is None else round(float(value) * SCALE)


def _flag(value: Any) -> int:
    return int(bool(value))


def stored_along(ways: Sequence[Way], row: Row) -> list[Any]:
    """The values of a row at the ends of ways; in one loop, for a write reads dozens of them."""
    found = []
    for beside, first, others, stored in ways:
        value = (row.hidden if beside else row).get(first)
        for name in others:
            value = value.get(name) if isinstance(value, dict) else None
        found.append(value if type(value) is str and stored is _text else stored(value))
    return found


STORED: dict[str, Callable[[Any], Any]] = {"text": _text, "number": _number, "flag": _flag}


@dataclass(frozen=True)
class Column:
    """A field as a column. A path of dots reaches into the row, one that begins with `hidden.` beside it."""

    path: str
    kind: str = "text"
    index: bool = False
    sql: str = ""

    @cached_property
    def name(self) -> str:
        return self.sql or '"' + self.path.replace(".", "_") + '"'

    @cached_property
    def way(self) -> Way:
        """Whether the path leads beside the row, the first name on it, the others, and how the value is stored."""
        names = self.path.split(".")
        beside = names[0] == "hidden"
        first, *others = names[1:] if beside else names
        return beside, first, others, STORED[self.kind]

    def of(self, row: Row) -> Any:
        """The value of a row as it stands in the column."""
        return stored_along([self.way], row)[0]

    def stored(self, value: Any) -> Any:
        """A value as it stands in the column; an unset text is empty, an unset number zero."""
        return STORED[self.kind](value)


@dataclass(frozen=True)
class Table:
    """One kind of rows. `key` is the member that holds the id."""

    name: str
    columns: tuple[Column, ...] = ()
    key: str = "id"
    by_path: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_path = {column.path: column for column in self.columns}
        object.__setattr__(self, "by_path", by_path | {self.key: Column(self.key, sql="key")})

    @cached_property
    def _ways(self) -> list[Way]:
        return [column.way for column in (self.by_path[self.key], *self.columns)]

    def values(self, row: Row) -> list[Any]:
        """The id of a row, and what stands in its columns."""
        return stored_along(self._ways, row)

    @cached_property
    def insert(self) -> str:
        names = "".join(f", {column.name}" for column in self.columns)
        marks = "?, " * len(self.columns)
        return f'INSERT INTO "{self.name}" (key{names}, org, body, hidden) VALUES (?, {marks}?, ?, ?)'

    @cached_property
    def update(self) -> str:
        changes = "".join(f"{column.name}=?, " for column in self.columns)
        return f'UPDATE "{self.name}" SET {changes}body=?, hidden=? WHERE seq=?'

    @cached_property
    def schema(self) -> str:
        """The body is last: a walk through the columns of a million rows then reads none of theirs."""
        extra = "".join(f", {column.name} {COLUMN_TYPES[column.kind]} NOT NULL" for column in self.columns)
        return (
            f'CREATE TABLE IF NOT EXISTS "{self.name}" (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,'
            f" org TEXT NOT NULL{extra}, body BLOB NOT NULL, hidden BLOB)"
        )

    def equal(self, paths: Sequence[str], of_one: bool) -> tuple[str, list[Column]]:
        """The condition that columns have some values (of one organization or of all), and the columns;
        `hidden__x` is column `hidden.x`.
        """
        columns = [self.by_path[path.replace("__", ".")] for path in paths]
        names = [*(["org"] if of_one else []), *(column.name for column in columns)]
        return f" WHERE {'=? AND '.join(names)}=?" if names else "", columns

    @property
    def indexes(self) -> list[str]:
        by_org = f'CREATE INDEX IF NOT EXISTS "{self.name}_org" ON "{self.name}" (org)'
        return [by_org, *(self.index_on(column) for column in self.columns if column.index)]

    def index_on(self, column: Column) -> str:
        """The statement that makes an index on a column, within each organization."""
        return f'CREATE INDEX IF NOT EXISTS "{self.name}_{column.name[1:-1]}" ON "{self.name}" (org, {column.name})'


@dataclass(frozen=True)
class Condition:
    """One term of a filter: a column, an operator of `OPERATORS` or in, nin, sw, and the stored value(s)."""

    column: Column
    operator: str
    value: Any

    @property
    def reads(self) -> tuple[str, ...]:
        """The other tables it looks into."""
        return ()

    def signature(self) -> tuple[str, str, int]:
        return self.column.name, self.operator, len(self.value) if isinstance(self.value, tuple) else 0

    def sql(self) -> str:
        if self.operator == "sw":
            return f"substr({self.column.name}, 1, ?) = ?"
        if self.operator in ("in", "nin"):
            marks = ",".join("?" * len(self.value))
            return f"{self.column.name} {'NOT ' if self.operator == 'nin' else ''}IN ({marks})"
        return f"{self.column.name} {OPERATORS[self.operator]} ?"

    def parameters(self) -> Sequence[Any]:
        if self.operator == "sw":
            return (len(self.value), self.value)
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True)
class Among(Condition):
    """A column holds (`in`) or does not hold (`nin`) what `source` holds in some row of another kind that meets `value`."""

    kind: str
    source: Column
    org: str

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.kind,)

    def signature(self) -> tuple[str, str, int]:
        column, operator, count = self.value.signature()
        return f"{self.column.name} {self.operator} {self.kind} {self.source.name} {column}", operator, count

    def sql(self) -> str:
        inner = f'SELECT {self.source.name} FROM "{self.kind}" WHERE org = ? AND {self.value.sql()}'
        return f"{self.column.name} {'NOT ' if self.operator == 'nin' else ''}IN ({inner})"

    def parameters(self) -> Sequence[Any]:
        return (self.org, *self.value.parameters())


Order = Sequence[tuple[Column, bool]]
"""Columns to sort by, each with True for descending."""


def body_of(row: Row) -> bytes:
    return orjson.dumps(row)


def hidden_of(row: Row) -> bytes | None:
    return orjson.dumps(row.hidden) if row.hidden else None
