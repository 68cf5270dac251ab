"""Bills (`00n`): what the organization owes a vendor, line by line. Never deleted, only changed and archived."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson

from ...gateway import listing, verbs
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Bulk, Resource
from ...gateway.verbs import each, find, in_order, put, refer, rewrite, set_archived, tell
from ...gateway.wire import Max, Min, cents, dollars, merge
from ...world.clock import SECOND
from ...world.store import Row
from ..labels import know_labels
from . import credits, lines
from .amounts import reckon, settle
from .approvals import approvers_of, route
from .bill_shapes import ApprovalsQuery, Bill, BillFields, BillPatch, BillWrite
from .lines import Classifications
from .references import payee
from .vendors import owe, vendors

LABEL = "eq ne in"
SPAN = "gt gte lt lte"
bills = Resource(
    "bill", "/connect/v3/bills", "00n", Bill, BillWrite, patch=BillPatch, item="billId",
    filters={
        "id": "eq ne in", "archived": "eq ne", "vendorId": "eq in", "dueDate": SPAN, "paymentStatus": "eq ne in",
        "approvalStatus": "eq", "invoice.invoiceNumber": "eq", "createdTime": SPAN, "updatedTime": SPAN,
        "payFromChartOfAccountId": LABEL, **{f"classifications.{label}": LABEL for label in Classifications.model_fields},
    },
    sorts="archived fundingAmount exchangeRate description dueDate createdTime updatedTime",
    indexes="vendorId dueDate paymentStatus invoice.invoiceNumber createdTime updatedTime",
    event="bill", bulk=Bulk(None, 100),
)  # fmt: skip
ONE = "/connect/v3/bills/{billId}"
AUTOPAY = "autopay {}"
"""What the automatic payment of a new bill waits under."""
AUTOPAY_JOB = "vendor.autopay"


# What others make of bills


def make_bill(call: Call, fields: dict[str, Any]) -> Row:
    """Store a new bill and tell of it.

    Parameters:
        fields: checked members of `BillWrite`; the invoice number may be missing. Amounts in the vendor's currency.

    Raises:
        Refusal: BDC_1205 for an unknown vendor, account or credit; what the choices and the totals rule out.
    """
    vendor = payee(call, fields["vendorId"])
    number = fields["invoice"].get("invoiceNumber")
    if number and numbered(call, vendor, number) and call.choose("bill.duplicate_number") == "refuse":
        raise refuse("BDC_1171", number)
    bill = {"paidAmount": 0.0, "scheduledAmount": 0.0, "creditAmount": 0.0, "approvalStatus": "UNASSIGNED"}
    row = Row({**bill, **written(call, fields), "billLineItems": lines.fresh(call, fields["billLineItems"])})
    reckon(call, row, vendor)
    route(call, row, asked=fields.get("billApprovals", False))
    row = put(call, bills, row, {"createdBy": call.principal.user, **row.hidden})
    if fields.get("vendorCredits"):
        credits.apply(call, row, fields["vendorCredits"])
        settle(row)
        row = call.world.store.update(bills.name, row)
    owe(call, vendor, cents(row["dueAmount"]))
    tell(call, bills, "created", row)
    if vendor["autoPay"]["enabled"]:
        look_at(call, row)
    return row


def look_at(call: Call, bill: Row) -> None:
    """Have a bill of an autopay vendor looked at, and paid if it is ready; what waited of this before is dropped."""
    subject, due = AUTOPAY.format(bill["id"]), call.now() + call.world.choices["autopay.delay_seconds"] * SECOND
    call.world.unschedule(subject)
    call.world.schedule(due, AUTOPAY_JOB, subject=subject, org=call.org, bill=bill["id"])


def move(
    call: Call, bill: Row, *, scheduled: int = 0, paid: int = 0, credited: int = 0, in_process: bool | None = None
) -> Row:
    """Book what payments did to a bill, and move what its vendor is owed.

    Parameters:
        scheduled: cents by which payments that have not cleared grew (or, below zero, shrank).
        paid: cents by which cleared payments grew or shrank.
        credited: cents by which the credits in payments grew or shrank.
        in_process: whether BILL is moving money for it; None leaves that as it is.
    """
    due = cents(bill["dueAmount"])
    bill["scheduledAmount"] = dollars(cents(bill["scheduledAmount"]) + scheduled)
    bill["paidAmount"] = dollars(cents(bill["paidAmount"]) + paid)
    credits.book(bill, credited)
    settle(bill, in_process)
    bill = rewrite(call, bills, bill)
    if not bill["archived"]:
        owe(call, bill["vendorId"], cents(bill["dueAmount"]) - due)
    return bill


# Rules


def numbered(call: Call, vendor: Row, number: str) -> bool:
    """Whether the vendor has a bill with this invoice number."""
    return call.world.store.has(bills.name, call.org, vendorId=vendor["id"], invoice__invoiceNumber=number)


def written(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    """The members of a write that a bill keeps, once what they refer to is found."""
    know_labels(call, fields, "billLineItems", "payFromChartOfAccountId")
    return {name: value for name, value in fields.items() if name in bills.members}


def essence(bill: Row) -> dict[str, Any]:
    """The members whose change BILL tells of (D docs/bill-webhook-notification-payloads)."""
    return {"vendorId": bill["vendorId"], "amount": bill["amount"], "invoice": dict(bill["invoice"])}


def save(call: Call, bill: Row, before: dict[str, Any], due: int, uses: list[dict[str, Any]] | None) -> Row:
    """Store an edited bill; `before` is its essence and `due` its due cents as they were, `uses` credits to apply."""
    same_vendor = bill["vendorId"] == before["vendorId"]
    vendor = refer(call, vendors, bill["vendorId"]) if same_vendor else payee(call, bill["vendorId"])
    reckon(call, bill, vendor)
    if credits.paid_by_payments(bill):
        for name in ("vendorId", "amount"):
            if bill[name] != before[name]:
                raise call.business(name, "Cannot be changed once a payment is scheduled or made.")
    if credits.applied(bill) and not same_vendor:
        raise call.business("vendorId", "Cannot be changed while a vendor credit is applied.")
    if bill["dueAmount"] < 0:
        raise call.business("amount", "Cannot be less than the vendor credits applied.")
    credits.apply(call, bill, uses)
    settle(bill)
    route(call, bill, asked=call.body.get("billApprovals", False))
    bill = rewrite(call, bills, bill)
    if not bill["archived"]:
        now = cents(bill["dueAmount"])
        owe(call, before["vendorId"], now - due if same_vendor else -due)
        owe(call, bill["vendorId"], 0 if same_vendor else now)
    if essence(bill) != before or call.choose("bill.updated_on") == "any":
        tell(call, bills, "updated", bill)
    return asked_for(bill, call.body)


def asked_for(bill: Row, said: Mapping[str, Any]) -> Row:
    """A bill to be answered: with its approvers, if the body or query says `billApprovals: true`."""
    if not said.get("billApprovals"):
        return bill
    return Row(in_order(bills, {**bill, **approvers_of(bill)}), org=bill.org)


def reply(bill: Row) -> dict[str, Any]:
    """The answer to a write: without the vendor's name (D changelog/2025-04-02)."""
    return {name: value for name, value in bill.items() if name != "vendorName"}


# The operations


@bills.operation("listbills", "GET", "/connect/v3/bills", listing=True, query=ApprovalsQuery, answer=Bill)
def list_bills(call: Call) -> Answer:
    """A page of bills."""
    found = listing.page(call, bills)
    if not call.query.get("billApprovals"):
        return found
    page = orjson.loads(found.body)
    return {**page, "results": [asked_for(find(call, bills, row["id"]), call.query) for row in page["results"]]}


@bills.operation("getbill", "GET", ONE, query=ApprovalsQuery, answer=Bill)
def get_bill(call: Call) -> Answer:
    """One bill."""
    if call.query.get("billApprovals"):
        return asked_for(find(call, bills, call.params["billId"]), call.query)
    return verbs.get(call, bills)


@bills.operation("createbill", "POST", "/connect/v3/bills", body=BillWrite, answer=Bill, status=201)
def create_bill(call: Call) -> Answer:
    """Make a bill."""
    return reply(asked_for(make_bill(call, call.body), call.body))


@bills.operation(
    "createbulkbills", "POST", "/connect/v3/bills/bulk",
    body=Annotated[list[BillWrite], Min(1), Max(100)], answer=list[Bill], status=201,
)  # fmt: skip
def create_bulk_bills(call: Call) -> Answer:
    """Make up to 100 bills, all or none; the answer is a bare array."""
    made = each(call, call.body, lambda fields: make_bill(call, fields))
    return [reply(asked_for(bill, fields)) for bill, fields in zip(made, call.body, strict=True)]


@bills.operation("updatebill", "PATCH", ONE, body=BillPatch, partial=True, answer=Bill)
def update_bill(call: Call) -> Answer:
    """Change what is sent of a bill."""
    bill = find(call, bills, call.params["billId"])
    before, due = essence(bill), cents(bill["dueAmount"])
    fields = written(call, call.body)
    sent = fields.pop("billLineItems", None)
    if sent is not None:
        bill["billLineItems"] = lines.patched(call, bill["billLineItems"], sent)
    merge(bill, fields)
    if call.body.get("vendorCredits") is not None and call.choose("credit.patch") == "replace":
        credits.unapply(call, bill)
    return reply(save(call, bill, before, due, call.body.get("vendorCredits")))


@bills.operation("replacebill", "PUT", ONE, body=BillWrite, answer=Bill)
def replace_bill(call: Call) -> Answer:
    """Put other contents in a bill's place: what is left out is cleared (I for all but the lines)."""
    bill = find(call, bills, call.params["billId"])
    before, due = essence(bill), cents(bill["dueAmount"])
    fields = written(call, call.body)
    fields["billLineItems"] = lines.replaced(call, bill["billLineItems"], fields["billLineItems"])
    for name in BillFields.model_fields:
        bill.pop(name, None)
    bill.update(fields)
    credits.unapply(call, bill)
    return reply(save(call, bill, before, due, call.body.get("vendorCredits")))


@bills.operation("archivebill", "POST", f"{ONE}/archive", answer=Bill)
def archive_bill(call: Call) -> Answer:
    """Archive a bill on which no payment was scheduled or made; a second time changes nothing."""
    bill = find(call, bills, call.params["billId"])
    if bill["archived"]:
        return reply(bill)
    if bill["scheduledAmount"] or bill["paidAmount"]:
        raise call.business("archived", "A bill with payments cannot be archived.")
    owe(call, bill["vendorId"], -cents(bill["dueAmount"]))
    return reply(set_archived(call, bills, bill, True))


@bills.operation("restorebill", "POST", f"{ONE}/restore", answer=Bill)
def restore_bill(call: Call) -> Answer:
    """Make an archived bill active again; a second time changes nothing."""
    bill = find(call, bills, call.params["billId"])
    if not bill["archived"]:
        return reply(bill)
    owe(call, bill["vendorId"], cents(bill["dueAmount"]))
    return reply(set_archived(call, bills, bill, False))
