"""The plain verbs, written once as ordinary functions, and the building blocks they are made of.

What happens on a PATCH of a vendor? The table of `plain.py` says `update`, and `update` is below. Where a resource needs more, it writes its own
function with the same blocks: find, check, then put or rewrite.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ..world.store import Row
from . import listing
from .call import Call
from .errors import Refusal, complaint, invalid, refuse
from .operations import Answer, Encoded, Resource
from .wire import merge

# Building blocks


def find(call: Call, resource: Resource, key: str) -> Row:
    """A row of the caller's organization, or 404 BDC_1205 (O)."""
    row = look_up(call, resource, key)
    if row is None:
        raise refuse("BDC_1205")
    return row


def look_up(call: Call, resource: Resource, key: str) -> Row | None:
    """A row of the caller's organization by its id; S&E takes either of its two ids (O)."""
    row = call.world.store.get(resource.name, key, call.org)
    if row is None and resource.of_spend:
        known = call.world.store.find(resource.name, call.org, id=key)
        row = known[0] if known else None
    return row


def refer(call: Call, resource: Resource, key: str) -> Row:
    """A row that a body refers to, or 422 BDC_1205 (I: only the code is known)."""
    row = look_up(call, resource, key)
    if row is None:
        raise refuse("BDC_1205", status=422)
    return row


def put(call: Call, resource: Resource, fields: dict[str, Any], hidden: dict[str, Any] | None = None) -> Row:
    """Store a new row: gives it an id and its times."""
    members = resource.members
    if "uuid" in members:
        fields["id"], fields["uuid"] = call.world.ids.spend(*resource.prefix.split(":"))
    elif "id" in members:
        fields["id"] = call.world.ids.new(resource.prefix)
    now = call.iso()
    for name, value in (("archived", False), ("retired", False), ("createdTime", now), ("updatedTime", now)):
        if name in members:
            fields.setdefault(name, value)
    return call.world.store.insert(resource.name, Row(in_order(resource, fields), org=call.org, hidden=hidden))


def rewrite(call: Call, resource: Resource, row: Row) -> Row:
    """Store a changed row: moves its updatedTime."""
    if "updatedTime" in resource.members:
        row["updatedTime"] = call.iso()
    ordered = Row(in_order(resource, row), org=row.org, hidden=row.hidden, seq=row.seq)
    return call.world.store.update(resource.name, ordered)


def in_order(resource: Resource, fields: dict[str, Any]) -> dict[str, Any]:
    """The members as the model lists them; an unset or empty one is left out (O)."""
    get = fields.get
    ordered = {name: value for name in resource.members if (value := get(name)) is not None and value != ""}
    if len(ordered) < len(fields):
        for name, value in fields.items():
            if name not in ordered and value not in (None, ""):
                raise AssertionError(f"{resource.name} has no member {name}")
    return ordered


def tell(call: Call, resource: Resource, what: str, row: Row) -> None:
    """Emit `<event>.<what>` for a resource that has events."""
    if resource.event:
        call.emit(f"{resource.event}.{what}", row)


def each(call: Call, items: Sequence[Any], work: Callable[[Any], Row]) -> list[Row]:
    """Do all or none: a refused item keeps its own complaints, every other gets BDC_1246 (D docs/ap-bills)."""
    rows: list[Row] = []
    refusals: dict[int, Refusal] = {}
    for index, item in enumerate(items):
        try:
            rows.append(work(item))
        except Refusal as refusal:
            refusals[index] = refusal
    if not refusals:
        return rows
    statuses = {refusal.status for refusal in refusals.values()}
    complaints = []
    for index in range(len(items)):
        complaints += refusals[index].complaints if index in refusals else [complaint("BDC_1246")]
    raise Refusal(statuses.pop() if statuses <= {400} else call.choose("bulk.status"), complaints, "I")


def make(call: Call, resource: Resource, fields: dict[str, Any]) -> Row:
    row = resource.make(call, fields) if resource.make else put(call, resource, fields)
    tell(call, resource, "created", row)
    return row


def alter(call: Call, resource: Resource, row: Row, fields: dict[str, Any]) -> Row:
    if resource.change:
        return resource.change(call, row, fields)
    merge(row, fields)
    row = rewrite(call, resource, row)
    tell(call, resource, "updated", row)
    return row


def set_archived(call: Call, resource: Resource, row: Row, archived: bool) -> Row:
    """Archive or restore; a second time changes nothing and tells nobody (O, D)."""
    if row["archived"] == archived:
        return row
    row["archived"] = archived
    row = rewrite(call, resource, row)
    tell(call, resource, "archived" if archived else "restored", row)
    return row


def item_id(call: Call, resource: Resource) -> str:
    return call.params[resource.item]


# The verbs


def list_rows(call: Call, resource: Resource) -> Answer:
    return listing.page(call, resource)


def get(call: Call, resource: Resource) -> Answer:
    body = call.world.store.body(resource.name, item_id(call, resource), call.org)
    return Encoded(body) if body is not None else find(call, resource, item_id(call, resource))


def create(call: Call, resource: Resource) -> Answer:
    return make(call, resource, call.body)


def update(call: Call, resource: Resource) -> Answer:
    return alter(call, resource, find(call, resource, item_id(call, resource)), call.body)


def archive(call: Call, resource: Resource) -> Answer:
    return set_archived(call, resource, find(call, resource, item_id(call, resource)), True)


def restore(call: Call, resource: Resource) -> Answer:
    return set_archived(call, resource, find(call, resource, item_id(call, resource)), False)


def retire(call: Call, resource: Resource) -> Answer:
    """S&E's delete: the row stays readable with `retired: true`; a second delete finds nothing (I)."""
    row = find(call, resource, item_id(call, resource))
    if row["retired"]:
        raise refuse("BDC_1205")
    row["retired"] = True
    rewrite(call, resource, row)
    return None


def bulk_create(call: Call, resource: Resource) -> Answer:
    return bulk(resource, each(call, call.body, lambda fields: make(call, resource, fields)))


def bulk_update(call: Call, resource: Resource) -> Answer:
    def change(fields: dict[str, Any]) -> Row:
        return alter(call, resource, find(call, resource, fields.pop("id")), fields)

    return bulk(resource, each(call, call.body, change))


def bulk_archive(call: Call, resource: Resource) -> Answer:
    return bulk_set_archived(call, resource, True)


def bulk_restore(call: Call, resource: Resource) -> Answer:
    return bulk_set_archived(call, resource, False)


def bulk_set_archived(call: Call, resource: Resource, archived: bool) -> Answer:
    ids = wanted_ids(call, resource)
    work = each(call, ids, lambda key: set_archived(call, resource, find(call, resource, key), archived))
    return bulk(resource, work)


def wanted_ids(call: Call, resource: Resource) -> list[str]:
    """The ids that a bulk archive or restore names, a comma list."""
    ids = [key for value in call.values("ids") for key in value.split(",") if key]
    if not ids:
        raise refuse("BDC_1108", "ids")
    if len(ids) > resource.bulk.most:
        raise invalid(f"ids: size must be between 1 and {resource.bulk.most}")
    return ids


def bulk(resource: Resource, rows: list[Row]) -> Answer:
    """A bulk answer: under the plural name of the resource, or (bills) a bare array."""
    return {resource.bulk.key: rows} if resource.bulk.key else rows
