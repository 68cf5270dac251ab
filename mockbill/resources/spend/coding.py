"""The custom fields that a transaction or reimbursement shows: which are offered to it, and what was chosen.

A row shows the fields that its budget had when it was made or last written (I). What is deleted or retired later
stays on the rows that have it (D reference/deletecustomfieldvalue).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.listing import Special
from ...gateway.operations import Resource
from ...gateway.verbs import look_up
from ...gateway.wire import Filled, Text, Wire
from ...world.store import Among, Column, Condition, Row, Table
from .tags import custom_fields, field_values, value_of

Entries = list[dict[str, Any]]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class CodeWrite(Wire):
    """What a body chooses for one field; a single value may stand bare (O)."""

    customFieldId: Filled
    selectedValues: Annotated[list[Filled], BeforeValidator(_listed)] | None = None
    note: Text | None = None


class Selected(Wire):
    id: str
    uuid: str
    value: str


class Code(Wire):
    """One custom field of a transaction or reimbursement."""

    id: str
    uuid: str
    name: str
    note: str | None = None
    isRequired: bool
    selectedValues: list[Selected]


OWNER, FIELD, VALUE = Column("owner", index=True), Column("field", index=True), Column("value", index=True)
CODE = Table("code", (OWNER, FIELD, VALUE))
"""One row for each field that a row shows, and one for each value chosen of it: so that rows are found by them."""
TABLES = (CODE,)


def coded(call: Call, row: Mapping[str, Any], asked: Sequence[Mapping[str, Any]] = ()) -> Entries:
    """The custom fields of a row (its `budgetUuid`, `amount` and `customFields` as they are now) after a write.

    What BILL ignores is left out without a word (O): a field that is unknown, retired or not offered to the row's
    budget, an unknown or deleted value, a second value where one may be chosen, a note for a selector.
    """
    before = {entry["uuid"]: entry for entry in row.get("customFields", ())}
    offered = [
        field for field in call.world.store.find(custom_fields.name, call.org, retired=False) if serves(field, row)
    ]
    entries = [entry_of(field, row, before.pop(field["uuid"], {})) for field in offered]
    entries += [entry for entry in before.values() if chosen(entry)]
    for wanted in asked:
        choose(call, offered, entries, wanted)
    return entries


def serves(field: Row, row: Mapping[str, Any]) -> bool:
    """Whether a field is offered in the budget of a row."""
    budget = row["budgetUuid"]
    return field["global"] or budget in field["selectedBudgetUuids"] or budget in field["requiredBudgetUuids"]


def required(field: Row, row: Mapping[str, Any]) -> bool:
    """Required everywhere or in this budget, from its minimum amount on (D docs/transaction-reporting)."""
    wanted = field["required"] or row["budgetUuid"] in field["requiredBudgetUuids"]
    return wanted and abs(row["amount"]) >= field.get("minimumAmountForRequirement", 0)


def entry_of(field: Row, row: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    note = {"note": before["note"]} if before.get("note") else {}
    identity = {"id": field["id"], "uuid": field["uuid"], "name": field["name"], **note}
    return {**identity, "isRequired": required(field, row), "selectedValues": before.get("selectedValues", [])}


def chosen(entry: Mapping[str, Any]) -> bool:
    return bool(entry["selectedValues"] or entry.get("note"))


def complete(entries: Entries) -> bool:
    """Whether every required field has a value or a note."""
    return all(chosen(entry) for entry in entries if entry["isRequired"])


def choose(call: Call, offered: Sequence[Row], entries: Entries, wanted: Mapping[str, Any]) -> None:
    """Lay what a body asks for one field over the entries."""
    key = wanted["customFieldId"]
    only_older = call.choose("spend.custom_field_ids") == "older"
    field = next((field for field in offered if key == field["id"] or key == field["uuid"] and not only_older), None)
    if field is None:
        return
    (entry,) = [entry for entry in entries if entry["uuid"] == field["uuid"]]
    if field["type"] == "NOTE":
        if "note" in wanted:
            entry.pop("note", None)
            entry |= {"note": wanted["note"]} if wanted["note"] else {}
    elif "selectedValues" in wanted:
        picked = values_among(call, field, wanted["selectedValues"], entry["selectedValues"], only_older)
        if len(picked) <= 1 or field["multiSelect"]:
            entry["selectedValues"] = picked


def values_among(call: Call, field: Row, keys: Sequence[str], before: Entries, only_older: bool) -> Entries:
    """The values with these ids, each once; a deleted one only where the row had it."""
    had = {value["uuid"] for value in before}
    picked = {}
    for key in keys:
        value = value_of(call, field["uuid"], key)
        if value is None or only_older and key != value["id"] or value["deleted"] and value["uuid"] not in had:
            continue
        picked[value["uuid"]] = {name: value[name] for name in Selected.model_fields}
    return list(picked.values())


def index(call: Call, kind: Resource, row: Row) -> None:
    """Have a stored row found by the custom fields that it shows now."""
    known = {link["id"]: link for link in call.world.store.find(CODE.name, call.org, owner=row["uuid"])}
    for entry in row.get("customFields", ()):
        for value in ("", *(value["uuid"] for value in entry["selectedValues"])):
            id = f"{row['uuid']}/{entry['uuid']}/{value}"
            if known.pop(id, None) is None:
                link = {"id": id, "owner": row["uuid"], "kind": kind.name, "field": entry["uuid"], "value": value}
                call.world.store.insert(CODE.name, Row(link, org=call.org))
    for link in known.values():
        call.world.store.delete(CODE.name, link)


def rename(call: Call, field: Row) -> None:
    """Show a field's new name where it is shown."""
    for link in call.world.store.find(CODE.name, call.org, field=field["uuid"], value=""):
        row = call.world.store.get(link["kind"], link["owner"], call.org)
        if row is None:
            raise AssertionError(f"{link['owner']} is coded and does not exist")
        for entry in row["customFields"]:
            if entry["uuid"] == field["uuid"]:
                entry["name"] = field["name"]
        call.world.store.update(link["kind"], row)


def among(kind: Resource, by: Column, resource: Resource) -> Any:
    """The rows of a kind with one of these fields or values: operators eq and in, either id."""

    def condition(call: Call, operator: str, value: str) -> Condition:
        if operator not in ("eq", "in"):
            raise refuse("BDC_1131", operator)
        keys = [key.strip() for key in (value.split(",") if operator == "in" else [value])]
        rows = [look_up(call, resource, key) for key in keys]
        uuids = tuple(row["uuid"] for row in rows if row is not None)
        return Among(kind.table.by_path["uuid"], "in", Condition(by, "in", uuids), CODE.name, OWNER, call.org)

    return condition


def coding_filters(kind: Resource, *names: str) -> Special:
    """Those of the filters `customFieldIds` and `customFieldValueIds` that a coded kind has."""
    known = {"customFieldIds": (FIELD, custom_fields), "customFieldValueIds": (VALUE, field_values)}
    return {name: among(kind, *known[name]) for name in names}
