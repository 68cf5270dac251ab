"""Rows, and the tables and conditions they are kept and found by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

SCALE = 1_000_000
COLUMN_TYPES = {"text": "TEXT", "number": "INTEGER", "flag": "INTEGER"}
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
    def of(self) -> Callable[[Row], Any]:
        """Reads from a row the value as it stands in the column; a write reads dozens of them."""
        names = self.path.split(".")
        beside = names[0] == "hidden"
        first, *rest = names[1:] if beside else names
        stored = STORED[self.kind]

        def read(row: Row) -> Any:
            value = (row.hidden if beside else row).get(first)
            for name in rest:
                value = value.get(name) if isinstance(value, dict) else None
            return stored(value)

        return read

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
    def key_of(self) -> Callable[[Row], Any]:
        """Reads the id of a row."""
        return self.by_path[self.key].of

    @cached_property
    def _readers(self) -> list[Callable[[Row], Any]]:
        return [column.of for column in self.columns]

    def values(self, row: Row) -> list[Any]:
        """What stands in the columns for a row."""
        return [read(row) for read in self._readers]

    @cached_property
    def insert(self) -> str:
        names = "".join(f", {column.name}" for column in self.columns)
        marks = ", ?" * len(self.columns)
        return f'INSERT INTO "{self.name}" (key, org{names}, body, hidden) VALUES (?, ?{marks}, ?, ?)'

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

    @property
    def indexes(self) -> list[str]:
        names = {"org": "org"} | {c.name[1:-1]: f"org, {c.name}" for c in self.columns if c.index}
        return [
            f'CREATE INDEX IF NOT EXISTS "{self.name}_{name}" ON "{self.name}" ({columns})'
            for name, columns in names.items()
        ]


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
    return orjson.dumps(dict(row))
