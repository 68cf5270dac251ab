"""Classifications: seven kinds of labels that bills, invoices and credits point to, each with the same ten operations.

To add a kind, add a line to `KINDS`; to add a field, a line to what is written of it (D hc/reference/createclassification…).
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from ..gateway.call import Call
from ..gateway.errors import invalid
from ..gateway.operations import Bulk, Resource
from ..gateway.plain import plain
from ..gateway.verbs import put, refer, rewrite
from ..gateway.wire import Filled, Money, Quantity, Reference, Text, Time, Wire, merge
from ..world.store import Row
from .areas import Area

AccountType = Literal[
    "UNSPECIFIED", "ACCOUNTS_PAYABLE", "ACCOUNTS_RECEIVABLE", "BANK", "COST_OF_GOODS_SOLD", "CREDIT_CARD", "EQUITY",
    "EXPENSE", "FIXED_ASSET", "INCOME", "LONG_TERM_LIABILITY", "OTHER_ASSET", "OTHER_CURRENT_ASSET",
    "OTHER_CURRENT_LIABILITY", "OTHER_EXPENSE", "OTHER_INCOME", "NON_POSTING",
]  # fmt: skip
ItemType = Literal[
    "UNKNOWN", "SERVICE", "INVENTORY", "NON_INVENTORY", "PAYMENT", "DISCOUNT", "SALES_TAX", "SUBTOTAL", "OTHER_CHARGE",
    "INVENTORY_ASSEMBLY", "GROUP", "SALES_TAX_GROUP", "FIXED_ASSET", "CATEGORY", "EXPENSE",
]  # fmt: skip
WITH_PERCENTAGE = ("DISCOUNT", "SALES_TAX", "OTHER_CHARGE")
"""The types of items that may have a percentage (D changelog/2025-04-02)."""


# What is written of each kind


class LabelWrite(Wire):
    """An accounting class, job or location; only a department must have a name (S)."""

    name: Filled | None = None
    shortName: Text | None = None
    description: Text | None = None
    parentId: Reference | None = None


class DepartmentWrite(LabelWrite):
    name: Filled


class EmployeeWrite(Wire):
    """A person as a label; not a user."""

    firstName: Text | None = None
    lastName: Text | None = None
    shortName: Text | None = None
    parentId: Reference | None = None


class Account(Wire):
    type: AccountType | None = None
    number: Text | None = None


class ChartOfAccountWrite(Wire):
    name: Filled
    description: Text | None = None
    parentId: Reference | None = None
    account: Account | None = None


class ItemWrite(Wire):
    """What is sold or bought; `percentage` 3 means 3 %."""

    type: ItemType
    shortName: Text | None = None
    name: Filled
    description: Text | None = None
    parentId: Reference | None = None
    price: Quantity | None = None
    expenseChartOfAccountId: Reference | None = None
    purchaseDescription: Text | None = None
    purchaseCost: Money | None = None
    chartOfAccountId: Reference | None = None
    taxable: bool | None = None
    percentage: Annotated[Quantity, Field(ge=-1000, le=1000)] | None = None


# Rules


Check = Callable[[Call, Mapping[str, Any], Mapping[str, Any]], None]
"""Refuses a write of a label: given what is sent, and the whole label as it would be."""


def check_item(call: Call, sent: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    """Refuse a percentage that the type may not have (rule D, code I), and accounts that are none."""
    if item.get("percentage") is not None and item["type"] not in WITH_PERCENTAGE:
        raise call.business("percentage", f"Only for the types {', '.join(WITH_PERCENTAGE)}.")
    for member in ("chartOfAccountId", "expenseChartOfAccountId"):
        know_label(call, "chartOfAccountId", sent.get(member))


def check_parent(call: Call, kind: Resource, sent: Mapping[str, Any], own: str) -> None:
    """A parent is a label of the same kind, and neither the label itself nor below it (422, I)."""
    key = sent.get("parentId")
    while key:
        parent = refer(call, kind, key)
        if parent["id"] == own:
            raise call.business("parentId", "A classification cannot be below itself.")
        key = parent.get("parentId")


def check_name(call: Call, kind: Resource, sent: Mapping[str, Any], label: Mapping[str, Any]) -> None:
    """A name may be left out where the specification asks for none, and may repeat, unless chosen otherwise."""
    if "name" not in kind.members:
        return
    if not label.get("name") and call.choose("classification.name") == "required":
        raise invalid("name: must not be blank")
    if sent.get("name") and call.world.choices["classification.duplicate_name"] == "refuse":
        same = call.world.store.find(kind.name, call.org, name=sent["name"])
        if any(row["id"] != label.get("id") for row in same):
            raise call.business("name", "A classification with this name exists.")


def know_label(call: Call, member: str, id: str | None) -> None:
    """Refuse an id that is no label of its kind: 422 BDC_1205 (I).

    Parameters:
        member: the member that says the kind, e.g. `departmentId`.
        id: None or empty text is no reference.
    """
    if id:
        label = refer(call, KINDS[member], id)
        if label["archived"] and call.choose("classification.archived_reference") == "refuse":
            raise call.business(member, "The classification is archived.")


# The kinds

SPAN = "gt gte lt lte"
FILTERS = {
    "id": "eq ne in nin", "archived": "eq ne", "name": "eq ne in nin sw", "firstName": "eq ne in nin sw",
    "lastName": "eq ne in nin sw", "shortName": "eq ne in nin sw", "type": "eq ne in nin", "parentId": "eq ne in nin",
    "createdTime": SPAN, "updatedTime": SPAN,
}  # fmt: skip
SORTS = ("name", "firstName", "lastName", "createdTime", "updatedTime")


def shown(name: str, write: type[Wire]) -> type[Wire]:
    """A label as it is read: what is written of it within the frame that every label has."""
    written: dict[str, Any] = {
        member: (Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation, field)
        for member, field in write.model_fields.items()
    }
    framed: dict[str, Any] = {"id": (str, ...), **written, "archived": (bool, ...)}
    return create_model(name, __base__=Wire, **framed, createdTime=(Time, ...), updatedTime=(Time, ...))


def classification(
    name: str,
    path: str,
    prefix: str,
    write: type[Wire],
    slug: str = "",
    check: Check | None = None,
    begins: Mapping[str, Mapping[str, Any]] | None = None,
) -> Resource:
    """One kind of label with its ten operations.

    Parameters:
        name: of one label, as the model is called.
        slug: of one label in the names of operations, where that is not the name in lower case.
        check: what only this kind refuses.
        begins: objects in a label, as they are until something else is sent.
    """

    def create(call: Call, fields: dict[str, Any]) -> Row:
        admit(call, fields, fields)
        return put(call, kind, merge({name: dict(value) for name, value in (begins or {}).items()}, fields))

    def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
        admit(call, fields, merge(row, fields))
        return rewrite(call, kind, row)

    def admit(call: Call, sent: Mapping[str, Any], label: Mapping[str, Any]) -> None:
        check_name(call, kind, sent, label)
        check_parent(call, kind, sent, label.get("id", ""))
        if check:
            check(call, sent, label)

    model, one, several = shown(name, write), slug or name.lower(), path.replace("-", "")
    first, *rest = path.split("-")
    kind = Resource(
        path, f"/connect/v3/classifications/{path}", prefix, model, write,
        bulk=Bulk(first + "".join(word.capitalize() for word in rest), 50),
        filters={field: operators for field, operators in FILTERS.items() if field in model.model_fields},
        sorts=" ".join(field for field in SORTS if field in model.model_fields),
        indexes="name lastName", make=create, change=change,
    )  # fmt: skip
    singly = {verb: f"{verb}classification{one}" for verb in ("get", "create", "update", "archive", "restore")}
    in_bulk = {f"bulk_{verb}": f"bulk{singly[verb]}" for verb in ("create", "update", "archive", "restore")}
    ids: dict[str, Any] = {"list": f"listclassification{several}", **singly, **in_bulk}
    plain(kind, **ids)
    return kind


KINDS: dict[str, Resource] = {
    "accountingClassId": classification("AccountingClass", "accounting-classes", "cls", LabelWrite),
    "chartOfAccountId": classification(
        "ChartOfAccount",
        "chart-of-accounts",
        "0ca",
        ChartOfAccountWrite,
        "chartofaccounts",
        begins={"account": {"type": "UNSPECIFIED"}},  # each that was seen has a type (O)
    ),  # fmt: skip
    "departmentId": classification("Department", "departments", "0de", DepartmentWrite),
    "employeeId": classification("Employee", "employees", "emp", EmployeeWrite),
    "itemId": classification("Item", "items", "0ii", ItemWrite, check=check_item),
    "jobId": classification("Job", "jobs", "job", LabelWrite),
    "locationId": classification("Location", "locations", "loc", LabelWrite),
}
"""Every kind of label, under the member that names one in the `classifications` of other objects."""
chart_of_accounts, items = KINDS["chartOfAccountId"], KINDS["itemId"]
CLASSIFICATIONS = Area(resources=tuple(KINDS.values()))
