"""Vendor credits (`vcr`): what a vendor owes the organization, used to lower what is due on its bills. An archived one
stays archived. How credits are applied to bills is in credits.py.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Answer, Bulk, Resource
from ...gateway.validation import (
    MOST,
    Date,
    Filled,
    Max,
    Min,
    Money,
    Reference,
    Text,
    Time,
    Wire,
    cents,
    dollars,
    merge,
)
from ...gateway.verbs import bulk, each, find, plain, put, refer, rewrite, set_archived, shapes, wanted_ids
from ...world.store import Row
from ..arithmetic import too_much
from ..labels import know_labels
from ..line_items import named
from ..payments.funding_accounts import banks
from . import lines
from .lines import Description, LineClassifications
from .references import payee

Status = Literal["NOT_APPLIED", "PARTIALLY_APPLIED", "FULLY_APPLIED", "IN_PROCESS", "UNDEFINED"]


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


class VendorCreditWithId(VendorCreditWrite):
    """An element of a bulk PUT."""

    id: Filled


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
    for name, other in (APPLY_TO, APPLY_TO[::-1]):
        if fields.get(name) and not fields.get(other):
            credit.pop(other, None)
    return save(call, merge(credit, fields), before)


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
        if credit["appliedAmount"]:
            raise call.business("vendorId", "Cannot be changed once the vendor credit is applied.")
    if credit["amount"] < credit["appliedAmount"]:
        raise call.business("amount", "Cannot be less than what is applied of the vendor credit.")
    return reply(rewrite(call, vendor_credits, credit))


APPLY_TO = ("applyToChartOfAccountId", "applyToBankAccountId")


def known(call: Call, fields: dict[str, Any]) -> None:
    """Refuse accounts that are none, and a credit that is to go to two of them (D docs/ap-vendor-credits; codes I)."""
    know_labels(call, fields, "vendorCreditLineItems", APPLY_TO[0])
    chart, bank = (fields.get(name) for name in APPLY_TO)
    if chart and bank and call.choose("credit.apply_to_both") == "refuse":
        raise call.business(APPLY_TO[1], "Give a chart of account or a bank account, not both.")
    if bank:
        refer(call, banks, bank)


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


def settle(credit: Row) -> None:
    """What is applied, and the status (D; IN_PROCESS while a payment that uses it has not cleared, I)."""
    applied = sum(cents(use["amount"]) for use in credit.get("usage", ()))
    credit["appliedAmount"] = dollars(applied)
    if credit.hidden.get("pending"):
        credit["status"] = "IN_PROCESS"
    elif applied:
        credit["status"] = "FULLY_APPLIED" if applied >= cents(credit["amount"]) else "PARTIALLY_APPLIED"
    else:
        credit["status"] = "NOT_APPLIED"


def show_usage(call: Call, credit: Row, uses: list[dict[str, Any]]) -> None:
    """What bills got of the credit; how it shows that none did is a choice."""
    if uses or call.choose("credit.unused_usage") == "empty":
        credit["usage"] = uses
    else:
        credit.pop("usage", None)


def reply(credit: Row) -> Row:
    """The answer to a write: `usage` is only in reads."""
    return Row({name: value for name, value in credit.items() if name != "usage"}, org=credit.org, seq=credit.seq)


def shelve(call: Call, id: str) -> Row:
    credit = find(call, vendor_credits, id)
    if credit["appliedAmount"]:
        raise call.business("archived", "A vendor credit that is applied cannot be archived.")
    return reply(set_archived(call, vendor_credits, credit, True))


# The operations

SPAN = "gt gte lt lte"
PATH = "/connect/v3/vendor-credits"
ONE = f"{PATH}/{{vendorCreditId}}"
vendor_credits = Resource(
    "vendor_credit", PATH, "vcr", VendorCredit, VendorCreditWrite, patch=VendorCreditPatch, item="vendorCreditId",
    filters={"id": "eq ne in", "archived": "eq ne", "vendorId": "eq in", "createdTime": SPAN, "updatedTime": SPAN},
    sorts="archived creditDate amount appliedAmount createdTime updatedTime",
    indexes="vendorId createdTime updatedTime", make=make, change=change, bulk=Bulk("vendorCredits", 50),
)  # fmt: skip
plain(
    vendor_credits, list="listvendorcredits", get="getvendorcredit", create="createvendorcredit",
    update="updatevendorcredit", bulk_create="bulkcreatevendorcredit", bulk_update="bulkupdatevendorcredit",
)  # fmt: skip


@vendor_credits.operation("replacevendorcredit", "PUT", ONE, body=VendorCreditWrite, answer=VendorCredit)
def replace_vendor_credit(call: Call) -> Answer:
    """Put other contents in a credit's place."""
    return replace(call, find(call, vendor_credits, call.params["vendorCreditId"]), call.body)


@vendor_credits.operation(
    "bulkreplacevendorcredit", "PUT", f"{PATH}/bulk",
    body=Annotated[list[VendorCreditWithId], Min(1), Max(50)], answer=shapes("bulk_create", vendor_credits)["answer"],
)  # fmt: skip
def bulk_replace_vendor_credits(call: Call) -> Answer:
    """Put other contents in the place of up to 50 credits, all or none."""

    def work(fields: dict[str, Any]) -> Row:
        return replace(call, find(call, vendor_credits, fields.pop("id")), fields)

    return bulk(vendor_credits, each(call, call.body, work))


@vendor_credits.operation("archivevendorcredit", "POST", f"{ONE}/archive", answer=VendorCredit)
def archive_vendor_credit(call: Call) -> Answer:
    """Archive a credit of which nothing is applied, for good; a second time changes nothing."""
    return shelve(call, call.params["vendorCreditId"])


@vendor_credits.operation(
    "bulkarchivevendorcredit", "POST", f"{PATH}/bulk/archive", **shapes("bulk_archive", vendor_credits)
)
def bulk_archive_vendor_credits(call: Call) -> Answer:
    """Archive up to 50 credits, all or none."""
    ids: Sequence[str] = wanted_ids(call, vendor_credits)
    return bulk(vendor_credits, each(call, ids, lambda id: shelve(call, id)))
