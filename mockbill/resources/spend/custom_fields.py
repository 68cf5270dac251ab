"""Custom fields and their values: nine operations. None is ever gone for good: past transactions show it still.

D docs/transaction-management, docs/transaction-reporting, changelog 2024-09-16.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import Filled, Min, Wire, merge
from ...world.store import Condition, Row
from . import coding
from .budgets import budgets
from .common import ADMIN_BOOKS, active, active_reference, refused
from .tags import FieldValue, custom_fields, field_values, value_of

VALUES = field_values.path
BUDGET_LISTS = ("selectedBudget", "requiredBudget")


class NewValues(Wire):
    values: Annotated[list[Filled], Min(1)]


class GoneValues(Wire):
    customFieldValueIds: Annotated[list[Filled], Min(1)]


def create(call: Call, fields: dict[str, Any], type: str = "CUSTOM_SELECTOR") -> Row:
    """Make a field; through the API always a selector (I: a create has no type)."""
    values = fields.pop("values", [])
    unset = {"multiSelect": False, "required": False, "type": type}
    unset |= {f"{name}{ids}": [] for name in BUDGET_LISTS for ids in ("Ids", "Uuids")}
    field = put(call, custom_fields, {**unset, **fields, **budgets_of(call, fields)})
    for value in values:
        add_value(call, field, value)
    return field


def change(call: Call, field: Row, fields: dict[str, Any]) -> Row:
    if field["retired"]:
        raise refuse("BDC_1205")
    before = field["name"]
    merge(field, fields | budgets_of(call, fields))
    field = rewrite(call, custom_fields, field)
    if field["name"] != before:
        coding.rename(call, field)
    return field


def budgets_of(call: Call, fields: dict[str, Any]) -> dict[str, list[str]]:
    """Both ids of each budget that a body names, by either."""
    found: dict[str, list[str]] = {}
    for name in BUDGET_LISTS:
        if f"{name}Ids" in fields:
            rows = [active_reference(call, budgets, key) for key in fields[f"{name}Ids"]]
            unique = {row["uuid"]: row["id"] for row in rows}
            found |= {f"{name}Ids": list(unique.values()), f"{name}Uuids": list(unique)}
    return found


custom_fields.make, custom_fields.change = create, change
plain(
    custom_fields, writes=ADMIN_BOOKS, list="listcustomfields", create="createcustomfield", get="getcustomfield",
    update="updatecustomfield", retire="deletecustomfield",
)  # fmt: skip


def add_value(call: Call, field: Row, text: str) -> Row:
    """A new value of a field, or the one with this text that it has already (I)."""
    known = call.world.store.find(field_values.name, call.org, hidden__field=field["uuid"], value=text, deleted=False)
    return known[0] if known else put(call, field_values, {"value": text, "deleted": False}, {"field": field["uuid"]})


def of_field(field: Row) -> Condition:
    column = field_values.table.by_path["hidden.field"]
    return Condition(column, "eq", field["uuid"])


@field_values.operation("listcustomfieldvalues", "GET", VALUES, listing=True, answer=FieldValue)
def list_values(call: Call) -> Answer:
    """The values of a field; the deleted ones only where `retired:eq:true` asks for them (D)."""
    field = find(call, custom_fields, call.params["customFieldId"])
    return listing.page(call, field_values, of_field(field))


@field_values.operation(
    "createcustomfieldvalues", "POST", VALUES, body=NewValues, answer=FieldValue, evidence="I", **ADMIN_BOOKS
)
def create_values(call: Call) -> Answer:
    """Add values to a field; answers the first of them (I: BILL's sample shows one value for three)."""
    field = active(call, custom_fields, call.params["customFieldId"])
    if field["type"] == "NOTE":
        raise refused(call, "customFieldId: a NOTE has no values")
    return [add_value(call, field, text) for text in call.body["values"]][0]


@field_values.operation("deletecustomfieldvalue", "DELETE", VALUES, body=GoneValues, **ADMIN_BOOKS)
def delete_values(call: Call) -> Answer:
    """Delete values of a field, all or none (I), named in the body; what has them keeps them (D)."""
    field = active(call, custom_fields, call.params["customFieldId"])
    for value in known_values(call, field, call.body["customFieldValueIds"]):
        value["deleted"] = True
        rewrite(call, field_values, value)
    return None


def known_values(call: Call, field: Row, keys: Sequence[str]) -> list[Row]:
    """The values with these ids, each once; an unknown or deleted one is 422 BDC_1205 (I)."""
    found = {}
    for key in keys:
        value = value_of(call, field["uuid"], key)
        if value is None or value["deleted"]:
            raise refuse("BDC_1205", status=422)
        found[value["uuid"]] = value
    return list(found.values())


@field_values.operation("getcustomfieldvalues", "GET", f"{VALUES}/{{customFieldValueId}}", answer=FieldValue)
def get_value(call: Call) -> Answer:
    """One value of a field, also a deleted one (I)."""
    field = find(call, custom_fields, call.params["customFieldId"])
    value = value_of(call, field["uuid"], call.params["customFieldValueId"])
    if value is None:
        raise refuse("BDC_1205")
    return value
