"""Lists: paging, filters and sort, in the dialects of AP/AR, S&E and connect-events.

`filters=field:op:value,…` with the operators eq ne gt gte lt lte in nin sw, values quoted or not
(D docs/search-op-with-lists); `sort=field:asc|desc,…`; `max` 1 to 100. An AP/AR page token is opaque and
carries the query and a position, so that rows inserted during a walk neither repeat nor hide others (I);
an S&E cursor is the index of the last row served (O).
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from ..world.clock import instant, iso
from ..world.store import SCALE, Condition, Order
from .call import Call
from .errors import Refusal, invalid, refuse
from .fields import Kind, kind_of
from .operations import Encoded, Resource, legacy_id

Special = Mapping[str, Callable[[Call, str, str], Condition]]
"""Filter fields that no column of the row answers: each makes its condition of an operator and a value."""
TERM = re.compile(r'([^,:"]+):([^,:"]*):("[^"]*"|(?!")[^,]*)(?:,|$)')
QUOTED = re.compile(r'"[^"]*"')
PREFIX = b"arrayconnection:"


def page(
    call: Call,
    resource: Resource,
    *extra: Condition,
    special: Special | None = None,
    unasked: Sequence[Condition] = (),
    sort: str = "",
    everywhere: bool = False,
) -> Encoded:
    """One page of a resource's rows as `{results, nextPage?, prevPage?}`: the caller's organization's, or those of all
    (`everywhere`) that meet the `extra` conditions.

    In S&E `unasked` holds unless a filter asks for the same column, and `sort` orders who asked for no order.
    """
    if resource.of_spend:
        return index_page(call, resource, extra, special or {}, unasked, sort)
    query = dict(call.query)
    position, backward = None, False
    if query.get("page"):
        token = read_token(query["page"], resource)
        other = any(query.get(name) not in (None, "", token[name[0]]) for name in ("filters", "sort"))
        if other and call.choose("list.changed_query") == "refuse":
            raise invalid("page: is of a list with other filters or another sort")
        query |= {"filters": token["f"], "sort": token["s"], "max": query.get("max") or str(token["m"])}
        position, backward = token["p"], token["b"]
    most = size(call, query, resource.dialect.most)
    filters, sort = query.get("filters") or "", query.get("sort") or ""
    conditions = [*extra, *parse_filters(call, resource, filters, special or {})]
    order = parse_sort(resource, sort)
    found = call.world.store.page(
        resource.name, None if everywhere else call.org, conditions, order,
        most=most, after=position, backward=backward,
    )  # fmt: skip

    def token_at(place: Sequence[Any], back: bool) -> str:
        return write_token({"k": resource.name, "f": filters, "s": sort, "m": most, "p": place, "b": back})

    following = token_at(found.last, False) if found.last and (found.more or backward) else None
    before = token_at(found.first, True) if found.first and (found.more if backward else position is not None) else None
    return envelope(found.bodies, following, before if resource.dialect.backward else None)


def index_page(
    call: Call,
    resource: Resource,
    extra: Sequence[Condition],
    special: Special,
    unasked: Sequence[Condition],
    unsorted: str,
) -> Encoded:
    """A page of S&E: the cursor is base64 of `arrayconnection:N`, N the index of the last row served (O)."""
    query = call.query
    most = size(call, query, resource.dialect.most)
    filters, sort = query.get("filters") or "", query.get("sort") or ""
    if "filters" in call.repeated or ";" in QUOTED.sub("", filters):
        filters = ""  # BILL answers unfiltered rows to two filters parameters, and to terms joined by ; (O)
    if "," in sort and resource.sorts:
        raise invalid("sort: only one field is supported.")
    conditions = [*extra, *parse_filters(call, resource, filters, special)]
    if "retired" in resource.filter_terms:
        gone, _ = resource.filter_terms["retired"]
        unasked = [*unasked, Condition(resource.table.by_path[gone], "eq", 0)]
    asked = {condition.column.path for condition in conditions}
    conditions += [condition for condition in unasked if condition.column.path not in asked]
    order = parse_sort(resource, sort or unsorted) if resource.sorts else ()
    start = 0
    if query.get("nextPage"):
        start = read_index(query["nextPage"], "nextPage") + 1
    elif query.get("prevPage"):
        end = read_index(query["prevPage"], "prevPage")
        start, most = max(0, end - most), min(most, end)
    found = call.world.store.page(resource.name, call.org, conditions, order, most=most, offset=start)
    following = write_index(start + most - 1) if found.more and most else None
    return envelope(found.bodies, following, write_index(start) if start else None)


def envelope(bodies: bytes, following: str | None, before: str | None) -> Encoded:
    """A page out of stored answers, joined by commas; a token that does not exist is absent, not null (O)."""
    tail = b""
    if following:
        tail += b',"nextPage":"%b"' % following.encode()
    if before:
        tail += b',"prevPage":"%b"' % before.encode()
    return Encoded(b'{"results":[%b]%b}' % (bodies, tail))


def size(call: Call, query: Any, most: int) -> int:
    """The `max` of a query, refused as BILL does when out of range (400, O)."""
    text = query.get("max")
    if text in (None, ""):
        return min(int(call.world.choices["list.default_max"]), most)
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise refuse("BDC_1129", "max", text)
    if int(text) < 1:
        raise invalid("max: must be greater than or equal to 1")
    if int(text) > most:
        raise invalid(f"max: must be less than or equal to {most}")
    return int(text)


def write_token(token: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(token)).decode().rstrip("=")


def read_token(text: str, resource: Resource) -> dict[str, Any]:
    try:
        token = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        columns = [column for column, _ in parse_sort(resource, token["s"])]
        fits = (
            token["k"] == resource.name
            and isinstance(token["f"], str)
            and isinstance(token["b"], bool)
            and isinstance(token["m"], int)
            and len(token["p"]) == len(columns) + 1
            and all(
                isinstance(part, str if column.kind == "text" else int)
                for part, column in zip(token["p"], columns, strict=False)
            )
            and isinstance(token["p"][-1], int)
            and abs(token["p"][-1]) < 2**62
        )
    except (ValueError, KeyError, TypeError, binascii.Error):
        fits = False
    if not fits:
        raise invalid("page: invalid")
    return token  # type: ignore[no-any-return]  # checked member by member above


def write_index(index: int) -> str:
    return base64.b64encode(PREFIX + str(index).encode()).decode()


def read_index(text: str, name: str) -> int:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    digits = raw.removeprefix(PREFIX)
    if not raw.startswith(PREFIX) or not digits.isdigit() or len(digits) > 12:
        raise invalid(f"{name}: invalid")
    return int(digits)


def parse_sort(resource: Resource, text: str) -> Order:
    table = resource.table
    order = []
    for term in text.split(",") if text else ():
        name, _, direction = term.strip().partition(":")
        if name not in resource.sort_terms or direction not in ("", "asc", "desc"):
            raise invalid(f"sort: Invalid sort field: {term.strip()[:80]}.")
        order.append((table.by_path[resource.sort_terms[name]], direction == "desc"))
    return order


def parse_filters(call: Call, resource: Resource, text: str, special: Special) -> list[Condition]:
    table, terms = resource.table, resource.filter_terms
    conditions = []
    position = 0
    while position < len(text):
        found = TERM.match(text, position)
        if not found:
            raise refuse("BDC_1129", "filters", text[position : position + 80])
        name, operator, value = (part.strip() for part in found.groups())
        position = found.end()
        if name in special:
            conditions.append(special[name](call, operator, value.strip('"')))
            continue
        if name not in terms:
            raise refuse("BDC_1130", name)
        path, operators = terms[name]
        if operator not in operators:
            raise refuse("BDC_1131", operator)
        kind = kind_of(resource.model, path)
        quoted = len(value) > 1 and value.startswith('"') and value.endswith('"')
        if resource.of_spend and not quoted and ":" in value:  # an unquoted time breaks on its colons (O)
            raise refuse("BDC_1129", name, value[:80])
        value = value[1:-1] if quoted else value
        many = operator in ("in", "nin")
        values = tuple(
            read_value(call, resource, name, path, kind, part.strip())
            for part in (value.split(",") if many else [value])
        )
        conditions.append(Condition(table.by_path[path], operator, values if many else values[0]))
    return conditions


def read_value(call: Call, resource: Resource, name: str, path: str, kind: Kind, text: str) -> Any:
    """A filter's value as its column holds it."""
    if kind.filter == "flag":
        if text.lower() not in ("true", "false"):
            raise unfit(name, text)
        return int(text.lower() == "true")
    if kind.filter == "number":
        if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,12})?", text):
            raise unfit(name, text)
        return round(float(text) * SCALE)
    if kind.filter in ("date", "time"):
        try:
            moment = iso(instant(text))
        except ValueError:
            raise unfit(name, text) from None
        return moment if kind.filter == "time" else moment[:10]
    if kind.filter == "enum" and text not in kind.values:
        raise unfit(name, text)
    return uuid_of(call, resource, path, text) if resource.of_spend else text


def unfit(name: str, text: str) -> Refusal:
    """The refusal of a value that its field cannot hold."""
    return refuse("BDC_1129", name, text[:80])


def uuid_of(call: Call, resource: Resource, path: str, text: str) -> str:
    """The uuid that a row has beside an older id: a filter on either takes both (O)."""
    older = resource.table.by_path.get(legacy_id(path))
    if older is None or "_" in text:
        return text
    found = call.world.store.select(resource.name, call.org, [Condition(older, "eq", text)], (), limit=1)
    return str(orjson.loads(found[0][1])[path]) if found else text
