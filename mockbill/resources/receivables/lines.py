"""The lines of invoices and credit memos: quantity × price, or a percentage of the lines above (D docs/ar-credit-memos)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.wire import MOST, Max, Money, Quantity, Reference, Text, Wire, cents, dollars
from ..arithmetic import share, times, too_much
from ..line_items import named

Fields = dict[str, Any]


class Labels(Wire):
    """How the whole is labelled."""

    accountingClassId: Reference | None = None
    departmentId: Reference | None = None
    jobId: Reference | None = None
    locationId: Reference | None = None


class LineLabels(Wire):
    """How a line is labelled; its item is a label too (D)."""

    chartOfAccountId: Reference | None = None
    accountingClassId: Reference | None = None
    departmentId: Reference | None = None
    jobId: Reference | None = None
    locationId: Reference | None = None
    itemId: Reference | None = None


class LineFields(Wire):
    """A line as it is sent."""

    id: Text | None = None
    description: Annotated[Text, Max(4000)] | None = None
    price: Quantity | None = None
    quantity: Quantity | None = None
    ratePercent: Quantity | None = None
    taxable: bool | None = None
    classifications: LineLabels | None = None


class LineWrite(LineFields):
    """A line of an invoice as it is sent; an amount takes the place of a price (I)."""

    amount: Money | None = None


class Line(Wire):
    id: str
    description: str | None = None
    price: Quantity | None = None
    quantity: Quantity | None = None
    ratePercent: Quantity | None = None
    taxable: bool
    classifications: LineLabels | None = None


@dataclass(frozen=True)
class Kind:
    """Whose lines they are: the prefix of their ids, and the member they stand under."""

    prefix: str
    member: str


def fresh(call: Call, kind: Kind, sent: Sequence[Fields]) -> list[Fields]:
    """Lines of something new; an id that was sent does not count."""
    check(call, kind, sent)
    return [line(call.world.ids.new(kind.prefix), fields) for fields in sent]


def replaced(call: Call, kind: Kind, stored: Sequence[Fields], sent: Sequence[Fields]) -> list[Fields]:
    """What a PUT leaves: a line without id is new, a stored one that is not named is gone (D reference/replaceinvoice)."""
    named(call, stored, sent, kind.member)
    check(call, kind, sent)
    return [line(fields.get("id") or call.world.ids.new(kind.prefix), fields) for fields in sent]


def patched(call: Call, kind: Kind, stored: Sequence[Fields], sent: Sequence[Fields]) -> list[Fields]:
    """What a PATCH leaves: a line that is named is changed, the others stay, one without id is added (I)."""
    known = named(call, stored, sent, kind.member)
    if call.choose("invoice.patched_line") == "merged":
        sent = [merged(known[fields["id"]], fields) if fields.get("id") else fields for fields in sent]
    check(call, kind, sent)
    changes = {fields["id"]: line(fields["id"], fields) for fields in sent if fields.get("id")}
    added = [line(call.world.ids.new(kind.prefix), fields) for fields in sent if not fields.get("id")]
    return [*(changes.get(old["id"], old) for old in stored), *added]


def merged(old: Fields, fields: Fields) -> Fields:
    """A stored line with what is sent of it: of price, amount and percentage the one that is sent."""
    said = {name: value for name, value in fields.items() if value is not None}
    ways = {"price", "amount", "ratePercent"}
    kept = {name: value for name, value in old.items() if not (ways & said.keys() and name in ways)}
    labels = {**kept.get("classifications", {}), **said.get("classifications", {})}
    return {**kept, **said, "classifications": labels}


def check(call: Call, kind: Kind, sent: Sequence[Fields]) -> None:
    """Refuse lines that come to nothing known: no quantity (D docs/ar-invoices), two prices, no price for an amount (I)."""
    missing = [
        f"{kind.member}[{index}].quantity: must not be null"
        for index, fields in enumerate(sent)
        if fields.get("quantity") is None and fields.get("ratePercent") is None
    ]
    if missing:
        raise invalid(*missing, code=call.world.choices["validation.code"])
    for fields in sent:
        if fields.get("ratePercent") is not None and (fields.get("price") or fields.get("amount")) is not None:
            raise call.business("ratePercent", "A line item has a price or a percentage, not both.")
        if fields.get("price") is None and fields.get("amount") and not fields.get("quantity"):
            raise call.business("quantity", "Must not be zero.")


def line(id: str, fields: Fields) -> Fields:
    """A line as it is kept."""
    price, amount = fields.get("price"), fields.get("amount")
    if price is None and amount is not None:
        price = amount / fields["quantity"] if amount else 0.0
    labels = {name: value for name, value in (fields.get("classifications") or {}).items() if value}
    whole = {
        "id": id, "description": fields.get("description"), "price": price, "quantity": fields.get("quantity"),
        "ratePercent": fields.get("ratePercent"), "taxable": bool(fields.get("taxable")), "classifications": labels,
    }  # fmt: skip
    return {name: value for name, value in whole.items() if value not in (None, "", {})}


def amounts(lines: Sequence[Fields]) -> list[int]:
    """What each line comes to, in cents; a percentage is one of the sum of all lines above it (D docs/ar-credit-memos)."""
    found: list[int] = []
    for one in lines:
        if "ratePercent" in one:
            found.append(share(one["ratePercent"], sum(found)))
        else:
            found.append(cents(times(one.get("quantity", 0), one.get("price", 0))))
        if abs(sum(found)) > cents(MOST):
            raise too_much()
    return found


def bare(lines: Sequence[Fields]) -> list[Fields]:
    """Lines without what each comes to, which is reckoned."""
    return [{name: value for name, value in one.items() if name != "amount"} for one in lines]


def show_amounts(lines: Sequence[Fields], amounts: Sequence[int]) -> None:
    """Have lines show what each comes to."""
    for one, amount in zip(lines, amounts, strict=True):
        one["amount"] = dollars(amount)


def labels_of(classifications: Fields | None) -> Fields | None:
    """Labels without those that are empty; None when none is left."""
    return {name: id for name, id in (classifications or {}).items() if id} or None
