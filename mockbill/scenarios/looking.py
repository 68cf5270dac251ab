"""Looks at answers: what of the wanted is otherwise, and what a refusal's code is."""

from collections.abc import Sequence
from typing import Any

import orjson
from werkzeug.test import TestResponse


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """What of the wanted is otherwise: objects may hold more, lists are of one length; `*` is anything."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            one
            for name, value in wanted.items()
            for one in (
                [f"{path}{name} is there"] * (name in found) if value is None
                else differences(value, found[name], f"{path}{name}.") if name in found
                else [f"{path}{name} is not there"]
            )
        ]  # fmt: skip
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [
            one for index, value in enumerate(wanted) for one in differences(value, found[index], f"{path}{index}.")
        ]
    return [] if wanted in ("*", found) else [f"{path.rstrip('.') or 'it'} is {found!r}, not {wanted!r}"]


def parsed(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def code_of(answer: TestResponse) -> str | None:
    """The BDC code of a refusal."""
    body = parsed(answer.data) if answer.status_code >= 400 else None
    found = body[0].get("code") if isinstance(body, Sequence) and body else None
    return found if isinstance(found, str) else None
