"""Recurring bills (`btp`): templates from which the clock makes a vendor's bills, and pays them if told to.

D docs/ap-recurring-bills, reference/createrecurringbill; what moves when is I.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...gateway.call import Call
from ...gateway.errors import Refusal, invalid
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, refer, rewrite
from ...gateway.wire import merge
from ...world.store import Row
from .. import schedules
from ..labels import know_labels
from ..line_items import named
from ..payments import autopay
from ..payments.booking import vendor_of
from ..payments.funding_accounts import banks
from ..platform.users import on_behalf
from ..receivables.payment_terms import payment_terms
from .approvals import assign
from .bills import bills, make_bill
from .lines import line
from .recurring_shapes import RecurringBill, RecurringFields, RecurringLine, RecurringPatch, RecurringWrite
from .vendors import vendors

# Rules


def lines_of(call: Call, sent: Sequence[dict[str, Any]], stored: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Lines as they are kept: one with an id is a stored one, any other is new. Refuses ids of no line (422, I)."""
    named(call, stored, sent, "recurringBillLineItems")
    whole = [line(fields.get("id") or call.world.ids.new("bti"), fields) for fields in sent]
    return [{name: value for name, value in one.items() if name in RecurringLine.model_fields} for one in whole]


def check(call: Call, row: Row, *, paid_before: bool) -> None:
    """Refuse a template that cannot work (all but trust and BDC_1205 I)."""
    vendor = refer(call, vendors, row["vendorId"])
    if vendor["archived"]:
        raise call.business("vendorId", "The vendor is archived.")
    know_labels(call, row, "recurringBillLineItems")
    bank = row.get("paymentInformation", {}).get("bankAccountId")
    if bank:
        refer(call, banks, bank)
    if row["processingOptions"]["autoPayment"]:
        if not bank:
            raise invalid("paymentInformation.bankAccountId: must not be blank")
        if not paid_before:
            call.need_trust()
    if sum(round(one["amount"] * 100) for one in row["recurringBillLineItems"]) < 0:
        raise call.business("recurringBillLineItems", "The amount of a bill must be positive.")
    schedules.check(call, row)


def follow(call: Call, row: Row) -> Row:
    """Make the bills that are due to appear and await the next; the vendor shows whether it is paid by a template."""
    row = schedules.follow(call, recurring_bills, row, generate)
    tell_vendor(call, row["vendorId"])
    return row


def generate(call: Call, row: Row, day: date) -> None:
    """One bill, its number the due date (D), with its payment if wanted, and else the approvers of the one before (D):
    what is paid by itself has none (D help). A bill that is refused by then (the vendor was archived) is left out (I).
    """
    by = on_behalf(call, row.hidden["createdBy"])
    autopaid = row["processingOptions"]["autoPayment"]
    fields = {
        "vendorId": row["vendorId"],
        "dueDate": day.isoformat(),
        "invoice": {"invoiceNumber": day.isoformat(), "invoiceDate": billed_on(call, row, day).isoformat()},
        "billLineItems": [dict(one) for one in row["recurringBillLineItems"]],
    }
    if row.get("description"):
        fields["description"] = row["description"]
    try:
        bill = make_bill(by, fields)
    except Refusal:
        return
    before = call.world.store.get(bills.name, row.hidden.get("last", ""), call.org)
    if not autopaid and before and before.hidden.get("approverIds") and bill["approvalStatus"] == "UNASSIGNED":
        assign(call, bill, before.hidden["approverIds"])
        call.world.store.update(bills.name, bill)
    row.hidden["last"] = bill["id"]
    if autopaid:
        pay(by, row, bill, day)


def billed_on(call: Call, row: Row, day: date) -> date:
    """The invoice date of a bill due on a day: as many days before as the vendor's payment term has (D help)."""
    vendor = refer(call, vendors, row["vendorId"])
    term = call.world.store.get(payment_terms.name, vendor.get("additionalInfo", {}).get("paymentTermId", ""), call.org)
    return date.fromordinal(max(day.toordinal() - (term["daysDue"] if term else 0), 1))


def pay(by: Call, row: Row, bill: Row, day: date) -> None:
    """Schedule the payment for the bill's due date, or the banking day before (I); a refusal is told as an event."""
    try:
        autopay.pay(by, vendor_of(by, bill), bill, row["paymentInformation"]["bankAccountId"], day, "RECURRING_PAYMENT")
    except Refusal as refusal:
        if refusal.aftermath:
            refusal.aftermath()


def tell_vendor(call: Call, vendor_id: str) -> None:
    """A vendor shows whether a template pays it by itself (I). From then on its other bills are not, lest one be paid
    twice (D help).
    """
    rows = call.world.store.find(recurring_bills.name, call.org, vendorId=vendor_id)
    paying = any(row["processingOptions"]["autoPayment"] and not row["archived"] for row in rows)
    vendor = call.world.store.get(vendors.name, vendor_id, call.org)
    if vendor is not None and vendor["recurringPayments"] is not paying:
        vendor["recurringPayments"] = paying
        vendor["autoPay"]["enabled"] = vendor["autoPay"]["enabled"] and not paying
        call.world.store.update(vendors.name, vendor)


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """What was sent, with what BILL adds."""
    fields["schedule"] = {**fields["schedule"], "daysInAdvance": fields["schedule"].get("daysInAdvance", 0)}
    fields["processingOptions"] = {"autoPayment": fields.get("processingOptions", {}).get("autoPayment", False)}
    return fields


def make(call: Call, fields: dict[str, Any]) -> Row:
    fields = filled(fields)
    fields["recurringBillLineItems"] = lines_of(call, [{**one, "id": None} for one in fields["recurringBillLineItems"]])
    row = Row(fields, hidden={"createdBy": call.principal.user})
    schedules.begin(row)
    check(call, row, paid_before=False)
    return follow(call, put(call, recurring_bills, row, row.hidden))


def save(call: Call, row: Row, before: Row) -> Row:
    """Check and store an edited template; bills that were made stay as they are (D)."""
    check(call, row, paid_before=before["processingOptions"]["autoPayment"])
    if row["schedule"] != before["schedule"]:
        schedules.begin(row)
    row = follow(call, rewrite(call, recurring_bills, row))
    if row["vendorId"] != before["vendorId"]:
        tell_vendor(call, before["vendorId"])
    return row


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    before = find(call, recurring_bills, row["id"])
    sent = fields.pop("recurringBillLineItems", None)
    if sent is not None:
        stored = row["recurringBillLineItems"]
        new = {one["id"]: one for one in lines_of(call, sent, stored)}
        row["recurringBillLineItems"] = [new.get(old["id"], old) for old in stored]
    return save(call, merge(row, fields), before)  # type: ignore[arg-type]  # the same row


def replaced(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    """Put other contents in a template's place: what is left out is cleared (I)."""
    before = find(call, recurring_bills, row["id"])
    fields = filled(fields)
    fields["recurringBillLineItems"] = lines_of(call, fields["recurringBillLineItems"], row["recurringBillLineItems"])
    for name in RecurringFields.model_fields:
        row.pop(name, None)
    row.update(fields)
    return save(call, row, before)


recurring_bills = Resource(
    "recurring_bill", "/connect/v3/recurringbills", "btp", RecurringBill, RecurringWrite, patch=RecurringPatch,
    item="recurringBillId", filters={"id": "eq", "archived": "eq ne", "vendorId": "eq in"}, sorts="archived",
    indexes="vendorId", make=make, change=change,
)  # fmt: skip
plain(recurring_bills, list="listrecurringbills", get="getrecurringbill", create="createrecurringbill",
      update="updaterecurringbill")  # fmt: skip
JOBS = schedules.declare(
    recurring_bills, replaced, follow,
    replace="replacerecurringbill", archive="archiverecurringbill", restore="restorerecurringbill",
)  # fmt: skip
