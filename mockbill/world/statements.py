"""The statements that read rows: in any order, from a position on, and in the shape that the reader wants."""

from collections.abc import Sequence
from typing import Literal

from .tables import Condition, Order

Shape = Literal["rows", "whole", "joined", "near"]
"""What a statement gives: rows as `(seq, body, *sort columns)`; `whole` ones that end with org and hidden; all bodies
and seqs `joined` in one row; or those of rows `near` the start alone, read without an index.
"""
NEAR = 1000
"""How many rows are read through for a page before an index is asked."""
RANGES = ("gt", "gte", "lt", "lte")


def may_be_near(conditions: Sequence[Condition], order: Order) -> bool:
    """Whether a page in order of insertion is perhaps found by reading on from where it begins. An index on the range
    that is asked for would give all rows of it, to be sorted: half a second of a million, where most rows fit.
    """
    indexed = [condition.operator for condition in conditions if condition.column.index]
    return not order and bool(indexed) and all(operator in RANGES for operator in indexed)


def keyset(keys: Sequence[tuple[str, bool]]) -> tuple[str, list[int]]:
    """The condition for rows beyond a position, and which parts of the position its marks take, in order."""
    if len({descending for _, descending in keys}) == 1:  # one direction: an index serves the row value
        names = ", ".join(name for name, _ in keys)
        return f"({names}) {'<' if keys[0][1] else '>'} ({', '.join('?' * len(keys))})", list(range(len(keys)))
    cases: list[str] = []
    picks: list[int] = []
    for depth, (name, descending) in enumerate(keys):
        same = [f"{earlier} = ?" for earlier, _ in keys[:depth]]
        beyond = f"{name} {'<' if descending else '>'} ?"
        cases.append(f"({' AND '.join([*same, beyond])})")
        picks += range(depth + 1)
    return f"({' OR '.join(cases)})", picks


def select_statement(
    table: str,
    conditions: Sequence[Condition],
    order: Order,
    *,
    of_one: bool,
    positioned: bool,
    backward: bool,
    shape: Shape,
) -> tuple[str, list[int]]:
    """The statement of a select (of one organization or of all), and which parts of a position its marks take."""
    last = order[-1][1] if order else False
    keys = [(column.name, descending != backward) for column, descending in order] + [("seq", last != backward)]
    terms = ["org = ?"] if of_one else []
    terms += [condition.sql() for condition in conditions]
    picks: list[int] = []
    if positioned:
        beyond, picks = keyset(keys)
        terms.append(beyond)
    if shape == "near":
        terms.append(f"seq {'>=' if backward else '<='} ?")
    where = f" WHERE {' AND '.join(terms)}" if terms else ""
    by = ", ".join(f"{key} DESC" if descending else key for key, descending in keys)
    rest = f"{' NOT INDEXED' if shape == 'near' else ''}{where} ORDER BY {by} LIMIT ? OFFSET ?"
    if shape in ("joined", "near"):  # JSON in one line holds no line break; the limit keeps the inner order
        joined = "CAST(group_concat(body, char(10)) AS BLOB), group_concat(seq)"
        return f'SELECT {joined} FROM (SELECT seq, body FROM "{table}"{rest})', picks
    extra = "".join(f", {column.name}" for column, _ in order) + (", org, hidden" if shape == "whole" else "")
    return f'SELECT seq, body{extra} FROM "{table}"{rest}', picks
