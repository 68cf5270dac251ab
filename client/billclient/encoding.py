"""How values travel: JSON bodies with exact amounts, query values, times as BILL writes them."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson

Fraction = type[float] | type[Decimal]
"""What an amount is read into: `float` (the default) or `Decimal`."""


def encode(body: Any) -> bytes:
    """JSON bytes. A `Decimal` becomes the number it is, digit for digit: amounts are JSON numbers in major
    units, e.g. US dollars (D, O). Times become BILL's form (UTC, milliseconds), dates `yyyy-MM-dd`, a
    UUID its text.

    Raises:
        TypeError: a value has no JSON form, or is NaN or infinite.
    """
    return orjson.dumps(body, default=_other, option=orjson.OPT_PASSTHROUGH_DATETIME)


def decode(content: bytes, fraction: Fraction = float) -> Any:
    """Read a JSON answer; None for an empty body, which several writes answer (D).

    Raises:
        ValueError: the body is not JSON.
    """
    if not content.strip():
        return None
    return json.loads(content, parse_float=Decimal) if fraction is Decimal else orjson.loads(content)


def timestamp(moment: datetime) -> str:
    """`2026-03-02T17:05:11.402Z`; a time without a zone is taken as UTC (BILL's own rule is unknown, I)."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text(value: Any) -> str:
    """One value as BILL's query strings write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case list() | tuple() | set():
            return ",".join(text(one) for one in value)
        case _:
            return str(value)


def query(params: Mapping[str, Any]) -> dict[str, str]:
    """Query values as text, without those that are None."""
    return {name: text(value) for name, value in params.items() if value is not None}


def _other(value: Any) -> Any:
    match value:
        case Decimal() if value.is_finite():
            return orjson.Fragment(format(value, "f"))
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"{value!r} has no JSON form")
