"""BILL's filter strings: `where(vendorId="009…", dueDate__gte=date(2026, 3, 1))`."""

import re
from datetime import datetime
from typing import Any

from .encoding import text

OPERATORS = ("eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "sw")
"""All that the list grammar knows (D docs/search-op-with-lists); each field permits some of them."""

_BARE = re.compile(r"[\w.=+/$@~-]+", re.ASCII)


def where(**conditions: Any) -> str:
    """Write conditions as the `filters` value of a list: `field:op:value`, joined by commas, all must hold.

    Parameters:
        conditions: `field=value` for equality or `field__op=value` with one of `OPERATORS`; a further `__`
            is a dot, so `classifications__departmentId=…` filters on a nested field. `in` and `nin`
            take a list. Texts are quoted where BILL's grammar needs it, times always (D
            docs/search-op-with-lists); a date alone means the start of that day (O).

    Raises:
        ValueError: a value cannot be written: None, or a text with a double quote (no escape is known),
            or a list member with a comma.
    """
    return ",".join(_condition(name, value) for name, value in conditions.items())


def _condition(name: str, value: Any) -> str:
    *parts, last = name.split("__")
    op = last if parts and last in OPERATORS else "eq"
    field = ".".join(parts if parts and last in OPERATORS else [*parts, last])
    if op in ("in", "nin"):
        return f'{field}:{op}:"{",".join(_member(field, one) for one in value)}"'
    written = _plain(field, value)
    quoted = isinstance(value, datetime) or op == "sw" or not _BARE.fullmatch(written)
    return f'{field}:{op}:"{written}"' if quoted else f"{field}:{op}:{written}"


def _member(field: str, value: Any) -> str:
    written = _plain(field, value)
    if "," in written:
        raise ValueError(f"{field}: a list member cannot contain a comma: {written!r}")
    return written


def _plain(field: str, value: Any) -> str:
    if value is None:
        raise ValueError(f"{field}: BILL cannot filter on null")
    written = text(value)
    if '"' in written:
        raise ValueError(f"{field}: a filter value cannot contain a double quote: {written!r}")
    return written
