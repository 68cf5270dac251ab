"""From the bytes of a request to the query and body an operation is given."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

import orjson
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from .call import Call
from .errors import Refusal, complaint
from .operations import Operation
from .validation import adapter, check, refusal_of
from .wire import Wire

MOST_BYTES = 64 * 1024 * 1024
LIST_QUERY = ("max", "page", "nextPage", "prevPage", "filters", "sort")


def read_body(call: Call, operation: Operation) -> Any:
    """The body as plain data in the operation's shape. Raises Refusal with all that is wrong."""
    if operation.body is None:
        return None
    if not call.raw.strip():
        if operation.body_optional:
            return check(operation.body, {}, call.world.choices, partial_dump=operation.partial)
        raise unreadable(operation)
    media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if operation.form:
        form = dict(parse_qsl(call.raw.decode("utf-8", "replace"))) if media != "application/json" else {}
        return check(operation.body, form, call.world.choices)
    if media != "application/json" and not media.endswith("+json"):
        raise unreadable(operation, 415)
    try:
        value = orjson.loads(call.raw)
    except orjson.JSONDecodeError:
        raise unreadable(operation) from None
    return check(operation.body, value, call.world.choices, partial_dump=operation.partial)


def unreadable(operation: Operation, status: int = 400) -> Refusal:
    """A body that cannot be read; connect-events knows only 400 for it (D), /connect also 415 (I)."""
    return Refusal(400 if operation.service == "connect-events" else status, [complaint("BDC_1122")])


def read_query(call: Call, operation: Operation, query: Mapping[str, str]) -> Mapping[str, Any]:
    """The query parameters of the operation; names it does not know are ignored (O)."""
    if operation.query is None:
        return list_query(operation, query)
    fields = fields_of(operation.query)
    unasked = nothing_asked(operation.query)
    if unasked is not None and fields.keys().isdisjoint(query):
        return {**unasked, **list_query(operation, query)} if query else unasked
    missing = [name for name, field in fields.items() if field.is_required() and not query.get(name)]
    if missing:
        raise Refusal(400, [complaint("BDC_1108", name) for name in missing])
    present = {name: query[name] for name in fields if query.get(name)}
    return check_query(call, operation, present) | list_query(operation, query)


@cache
def fields_of(shape: type[Wire]) -> Mapping[str, FieldInfo]:
    """The parameters of a query (pydantic's own look-up costs 2 µs a time)."""
    return shape.model_fields


@cache
def nothing_asked(shape: type[Wire]) -> Mapping[str, Any] | None:
    """What a query without any parameter comes to; None where one is required."""
    if any(field.is_required() for field in shape.model_fields.values()):
        return None
    return MappingProxyType(dict(shape().model_dump(exclude_none=True)))


def list_query(operation: Operation, query: Mapping[str, str]) -> dict[str, Any]:
    """What a list takes of a query; connect-events knows neither filters nor sort (D)."""
    if not operation.listing:
        return {}
    filtered = operation.resource is None or operation.resource.dialect.filtered
    return {name: query[name] for name in LIST_QUERY[: 6 if filtered else 4] if name in query}


def check_query(call: Call, operation: Operation, present: dict[str, str]) -> dict[str, Any]:
    try:
        model = adapter(operation.query).validate_python(present)
    except ValidationError as error:
        wrong = [str(problem["loc"][0]) for problem in error.errors(include_url=False)]
        if any(problem["type"] in ("literal_error", "float_parsing") for problem in error.errors()):
            raise Refusal(400, [complaint("BDC_1129", name, present[name][:80]) for name in wrong]) from None
        raise refusal_of(operation.query, error, call.world.choices) from None
    return dict(model.model_dump(exclude_none=True))
