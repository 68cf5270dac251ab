"""The lines of a bill: what stands in one, and how those sent meet those stored."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.wire import Filled, Max, Money, Quantity, Reference, Text, Wire
from ..arithmetic import times
from ..line_items import named

Description = Annotated[Text, Max(4000)]


class Classifications(Wire):
    chartOfAccountId: Reference | None = None
    accountingClassId: Reference | None = None
    departmentId: Reference | None = None
    locationId: Reference | None = None
    itemId: Reference | None = None


class LineClassifications(Classifications):
    employeeId: Reference | None = None
    jobId: Reference | None = None
    customerId: Reference | None = None


class LineWrite(Wire):
    """A line as it is sent; with an amount, or with quantity and price (D docs/ap-bills)."""

    id: Text | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    price: Quantity | None = None
    description: Description | None = None
    classifications: LineClassifications | None = None


class PatchedLine(LineWrite):
    id: Filled


class Line(Wire):
    amount: Money
    id: str
    quantity: Quantity | None = None
    price: Quantity | None = None
    description: str | None = None
    classifications: LineClassifications | None = None


def fresh(call: Call, sent: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a new bill; an id that was sent does not count."""
    need_amounts(sent)
    return [line(call.world.ids.new("bli"), fields) for fields in sent]


def replaced(call: Call, stored: Sequence[dict[str, Any]], sent: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a PUT leaves: a line without id is new, a stored one that is not named is gone (D hc/reference/replacebill)."""
    known = named(call, stored, sent, "billLineItems")
    need_amounts(sent)
    return [
        line(known[fields["id"]]["id"] if fields.get("id") else call.world.ids.new("bli"), fields) for fields in sent
    ]


def patched(call: Call, stored: Sequence[dict[str, Any]], sent: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a PATCH leaves: a line that is named is replaced, not merged (O); the others stay (I)."""
    known = named(call, stored, sent, "billLineItems")
    for fields in sent:
        if not has_amount(fields) and call.choose("bill.patched_line_amount") == "kept":
            fields |= {name: known[fields["id"]].get(name) for name in ("amount", "quantity", "price")}
    need_amounts(sent)
    changes = {fields["id"]: line(fields["id"], fields) for fields in sent}
    return [changes.get(old["id"], old) for old in stored]


def has_amount(fields: dict[str, Any]) -> bool:
    return fields.get("amount") is not None or None not in (fields.get("quantity"), fields.get("price"))


def need_amounts(sent: Iterable[dict[str, Any]]) -> None:
    missing = [
        f"billLineItems[{index}].amount: must not be null"
        for index, fields in enumerate(sent)
        if not has_amount(fields)
    ]
    if missing:
        raise invalid(*missing)


def line(id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A line as it is answered: an amount that was sent wins over quantity × price (D docs/ap-bills)."""
    amount = fields.get("amount")
    if amount is None:
        amount = times(fields["quantity"], fields["price"])
    labels = {name: value for name, value in (fields.get("classifications") or {}).items() if value}
    found = {"amount": amount, "id": id}
    for name in ("quantity", "price", "description"):
        value = fields.get(name)
        if value is not None and value != "":
            found[name] = value
    return found | {"classifications": labels} if labels else found
