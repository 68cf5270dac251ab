"""From the bytes of a request to the control API to what an action is given. Who steers by hand is helped: JSON is read
whatever it calls itself, no body is an empty one, and what an action does not know is told by name.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from .call import Call
from .errors import ControlRefusal
from .operations import Operation
from .validation import adapter, field_path, plain

ROOT = "/_mock"
LIST = f"GET {ROOT} lists all there is"
EVERYWHERE = ("world",)
"""What any query may have: whose world is meant (`app.world_of`)."""


def steers(path: str) -> bool:
    """Whether a path is of the control API."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def read(call: Call, operation: Operation, query: Mapping[str, str]) -> None:
    """Read query and body into the call. Raises ControlRefusal with all that is wrong."""
    asked = {name: value for name, value in query.items() if name not in EVERYWHERE}
    call.query = taken(operation.query, asked, operation, "query parameter") or {}
    call.body = taken(operation.body, sent(call.raw, operation), operation, "member")


def sent(raw: bytes, operation: Operation) -> Any:
    """The JSON of a body."""
    try:
        return orjson.loads(raw) if raw.strip() else {}
    except orjson.JSONDecodeError as error:
        text = raw[:80].decode("utf-8", "replace")
        raise ControlRefusal(f"{operation.method} {operation.path} takes JSON, not {text!r}: {error}") from None


def taken(shape: Any, value: Any, operation: Operation, word: str) -> Any:
    """A value in the form of a shape, as plain data."""
    if isinstance(value, dict) and (shape is None or isinstance(shape, type) and issubclass(shape, BaseModel)):
        known = [] if shape is None else list(shape.model_fields)
        for name in value:
            if name not in known:
                raise ControlRefusal(unknown(word, name, known, f"{operation.method} {operation.path}"))
    if shape is None:
        return None
    try:
        return plain(adapter(shape).validate_python(value), operation.partial)
    except ValidationError as error:
        told = [f"{field_path(one['loc'])}: {one['msg']}" for one in error.errors(include_url=False)]
        raise ControlRefusal("; ".join(line.removeprefix(": ") for line in told)) from None
    except RecursionError:
        raise ControlRefusal("the body is nested too deeply") from None


def unknown(word: str, name: str, known: Iterable[str], where: str = "") -> str:
    """That there is no such thing, and what was perhaps meant."""
    known = list(known)
    close = get_close_matches(name, known, 1)
    end = f"did you mean {close[0]!r}?" if close else f"it takes {', '.join(known)}" if where and known else ""
    end = end or ("it takes none" if where else "")
    return f"{f'{where} knows no' if where else 'there is no'} {word} {name!r}{f'; {end}' if end else ''}"


def not_routed(method: str, path: str, status: int) -> ControlRefusal:
    """The answer to a path (404) or a method (405) that no action has."""
    what = path if status == 404 else f"{method} {path}"
    return ControlRefusal(f"there is no {what}; {LIST}", status)
