"""Vendor credits (`vcr`): what a vendor owes the organization, used to lower what is due on its bills. An archived one
stays archived. How credits are applied to bills is in credits.py.
"""

from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.operations import Bulk, Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, rewrite
from ...gateway.wire import MOST, Date, Filled, Max, Min, Money, Reference, Text, Time, Wire, cents, dollars
from ...world.store import Row
from ..arithmetic import too_much
from ..crediting import Status, declare, hold, merged, one_account, reply, settle, show_usage
from ..labels import know_labels
from ..line_items import named
from . import lines
from .lines import Description, LineClassifications
from .references import payee


class CreditLineWrite(Wire):
    id: Text | None = None
    amount: Money
    description: Description | None = None
    classifications: LineClassifications | None = None


class PatchedCreditLine(CreditLineWrite):
    id: Filled


class CreditLine(Wire):
    id: str
    description: str | None = None
    amount: Money
    classifications: LineClassifications | None = None


class CreditFields(Wire):
    """What may be left out of a credit."""

    description: Description | None = None
    applyToChartOfAccountId: Reference | None = None
    applyToBankAccountId: Reference | None = None


class VendorCreditWrite(CreditFields):
    vendorId: Filled
    referenceNumber: Annotated[Filled, Max(100)]
    creditDate: Date
    vendorCreditLineItems: Annotated[list[CreditLineWrite], Min(1)]


class VendorCreditPatch(CreditFields):
    vendorId: Filled | None = None
    referenceNumber: Annotated[Filled, Max(100)] | None = None
    creditDate: Date | None = None
    vendorCreditLineItems: Annotated[list[PatchedCreditLine], Min(1)] | None = None


class Use(Wire):
    """What one bill got of a credit; with the payment, when that applied it."""

    billId: str
    paymentId: str | None = None
    amount: Money


class VendorCredit(Wire):
    id: str
    vendorId: str
    referenceNumber: str
    creditDate: Date
    description: str | None = None
    archived: bool
    applyToChartOfAccountId: str | None = None
    applyToBankAccountId: str | None = None
    amount: Money
    appliedAmount: Money
    status: Status
    createdTime: Time
    updatedTime: Time
    vendorCreditLineItems: list[CreditLine]
    usage: list[Use] | None = None


# Rules


def make(call: Call, fields: dict[str, Any]) -> Row:
    vendor = payee(call, fields["vendorId"])
    known(call, fields)
    items = [line(call, item) for item in fields["vendorCreditLineItems"]]
    row = Row({**fields, "vendorId": vendor["id"], "vendorCreditLineItems": items})
    show_usage(call, row, [])
    reckon(call, row)
    return reply(put(call, vendor_credits, row))


def change(call: Call, credit: Row, fields: dict[str, Any]) -> Row:
    """A PATCH: a line that is named is replaced, the others stay (I, as for bills)."""
    known(call, fields)
    before = credit["vendorId"]
    sent = fields.pop("vendorCreditLineItems", None)
    if sent is not None:
        named(call, credit["vendorCreditLineItems"], sent, "vendorCreditLineItems")
        changed = {item["id"]: line(call, item) for item in sent}
        credit["vendorCreditLineItems"] = [changed.get(old["id"], old) for old in credit["vendorCreditLineItems"]]
    return save(call, merged(credit, fields, APPLY_TO), before)


def replace(call: Call, credit: Row, fields: dict[str, Any]) -> Row:
    """A PUT: what is left out is cleared, a line without id is new."""
    known(call, fields)
    before = credit["vendorId"]
    sent = fields["vendorCreditLineItems"]
    named(call, credit["vendorCreditLineItems"], sent, "vendorCreditLineItems")
    for name in CreditFields.model_fields:
        credit.pop(name, None)
    credit |= {**fields, "vendorCreditLineItems": [line(call, item) for item in sent]}
    return save(call, credit, before)


def save(call: Call, credit: Any, before: str) -> Row:
    """Store an edited credit of the vendor `before`; what is applied of it holds its vendor, and that much of its amount."""
    reckon(call, credit)
    if credit["vendorId"] != before:
        payee(call, credit["vendorId"])
    hold(call, credit, "vendorId", before)
    return reply(rewrite(call, vendor_credits, credit))


APPLY_TO = ("applyToChartOfAccountId", "applyToBankAccountId")


def known(call: Call, fields: dict[str, Any]) -> None:
    """Refuse labels and accounts that are none, and a credit that is to go to two accounts (codes I)."""
    know_labels(call, fields, "vendorCreditLineItems", APPLY_TO[0])
    one_account(call, fields, APPLY_TO)


def line(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    made = lines.line(fields.get("id") or call.world.ids.new("vci"), fields)
    return {name: made[name] for name in CreditLine.model_fields if name in made}


def reckon(call: Call, credit: Row) -> None:
    """Amount and status follow from the lines and the uses."""
    amount = sum(cents(item["amount"]) for item in credit["vendorCreditLineItems"])
    if amount > cents(MOST):
        raise too_much()
    if amount <= 0 and call.choose("credit.total") == "positive":
        raise call.business("amount", "The amount of a vendor credit must be positive.")
    credit["amount"] = dollars(amount)
    settle(credit)


# The operations

SPAN = "gt gte lt lte"
vendor_credits = Resource(
    "vendor_credit", "/connect/v3/vendor-credits", "vcr", VendorCredit, VendorCreditWrite, patch=VendorCreditPatch,
    item="vendorCreditId",
    filters={"id": "eq ne in", "archived": "eq ne", "vendorId": "eq in", "createdTime": SPAN, "updatedTime": SPAN},
    sorts="archived creditDate amount appliedAmount createdTime updatedTime",
    indexes="vendorId createdTime updatedTime", make=make, change=change, bulk=Bulk("vendorCredits", 50),
)  # fmt: skip
plain(
    vendor_credits, list="listvendorcredits", get="getvendorcredit", create="createvendorcredit",
    update="updatevendorcredit", bulk_create="bulkcreatevendorcredit", bulk_update="bulkupdatevendorcredit",
)  # fmt: skip

declare(
    vendor_credits, replace, replace="replacevendorcredit", bulk_replace="bulkreplacevendorcredit",
    archive="archivevendorcredit", bulk_archive="bulkarchivevendorcredit",
)  # fmt: skip
