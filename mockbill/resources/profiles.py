"""What the profile of a network organization shows in place of a record's own details, for as long as they are connected
(D docs/ap-vendors for vendors; for customers D reference/createcustomer).
"""

from collections.abc import Mapping
from typing import Any

from ..world.store import Row


def wear(row: Row, profile: Mapping[str, str]) -> None:
    """Show a profile, by path in the row → value; the row's own details are kept aside."""
    row.hidden |= {"profile": dict(profile), "own": {path: value_at(row, path) for path in profile}}
    for path, value in profile.items():
        put_at(row, path, value)


def keep(row: Row) -> None:
    """After a change: what was written over the profile is the row's own, to be shown when it is connected no more."""
    for path, value in row.hidden.get("profile", {}).items():
        if value_at(row, path) != value:
            row.hidden["own"][path] = value_at(row, path)
            put_at(row, path, value)


def shed(row: Row) -> None:
    """Show the row's own details again."""
    row.hidden.pop("profile", None)
    for path, value in row.hidden.pop("own", {}).items():
        put_at(row, path, value)


def value_at(row: Row, path: str) -> str | None:
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return None if value is None else str(value)


def put_at(row: Row, path: str, value: str | None) -> None:
    *way, last = path.split(".")
    place: dict[str, Any] = row
    for name in way:
        place = place.setdefault(name, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
