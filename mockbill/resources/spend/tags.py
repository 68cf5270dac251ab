"""What custom fields (`tty_`) and their values (`tvl_`) are; their older ids call them TagType (I) and TagValue (O)."""

from typing import Any, Literal

from pydantic import create_model

from ...gateway.call import Call
from ...gateway.operations import SPEND, Resource
from ...gateway.verbs import look_up
from ...gateway.wire import Filled, Money, Text, Time, Wire
from ...world.store import Column, Row
from .common import PATH, Amount


class _Patch(Wire):
    name: Filled | None = None
    description: Text | None = None
    allowCustomValues: bool | None = None
    required: bool | None = None
    minimumAmountForRequirement: Amount | None = None
    selectedBudgetIds: list[Filled] | None = None
    requiredBudgetIds: list[Filled] | None = None


class _Write(_Patch):
    name: Filled
    allowCustomValues: bool
    multiSelect: bool | None = None
    values: list[Filled] | None = None


class _Field(Wire):
    id: str
    uuid: str
    name: str
    description: str | None = None
    type: Literal["NOTE", "CUSTOM_SELECTOR"]
    multiSelect: bool
    allowCustomValues: bool
    minimumAmountForRequirement: Money | None = None
    required: bool
    retired: bool
    createdTime: Time
    selectedBudgetIds: list[str]
    selectedBudgetUuids: list[str]
    requiredBudgetIds: list[str]
    requiredBudgetUuids: list[str]


# `global` is a word of Python's, which no class can have for a member.
_given: dict[str, Any] = {"global": (bool, ...)}
_perhaps: dict[str, Any] = {"global": (bool | None, None)}
CustomField: type[_Field] = create_model("CustomField", __base__=_Field, **_given)
CustomFieldWrite: type[_Write] = create_model("CustomFieldWrite", __base__=_Write, **_given)
CustomFieldPatch: type[_Patch] = create_model("CustomFieldPatch", __base__=_Patch, **_perhaps)


class FieldValue(Wire):
    id: str
    uuid: str
    value: str
    deleted: bool


custom_fields = Resource(
    "custom_field", f"{PATH}/custom-fields", "tty:TagType", CustomField, CustomFieldWrite, CustomFieldPatch,
    item="customFieldId", dialect=SPEND, filters={"name": "eq sw", "retired": "eq"}, sorts="name createdTime",
)  # fmt: skip
field_values = Resource(
    "custom_field_value", f"{custom_fields.path}/{{customFieldId}}/values", "tvl:TagValue", FieldValue, FieldValue,
    item="customFieldValueId", dialect=SPEND, filters={"name": "=value eq sw", "retired": "=deleted eq"},
    indexes="value", keep=(Column("hidden.field", index=True),),
)  # fmt: skip
"""A value's filters are called otherwise than its members (D)."""


def value_of(call: Call, field_uuid: str, key: str) -> Row | None:
    """A value of this field by either of its ids, also a deleted one."""
    row = look_up(call, field_values, key)
    return row if row is not None and row.hidden["field"] == field_uuid else None
