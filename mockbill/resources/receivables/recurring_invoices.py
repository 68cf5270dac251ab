"""Recurring invoices (`rit`): templates from which the clock makes a customer's invoices, and mails them if told to.

D docs/ar-recurring-invoices, hc/reference/createrecurringinvoice; what moves when is I.
"""

from datetime import date
from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.errors import Refusal, invalid
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, refer, rewrite
from ...gateway.wire import Filled, Max, Min, Money, Quantity, Reference, Text, Time, Wire, merge, partial
from ...world.store import Row
from .. import schedules
from ..labels import know_labels
from ..payments.calendar import today
from ..platform.users import on_behalf
from ..schedules import Schedule, ScheduleShown
from . import lines
from .customers import payer
from .invoices import make_invoice
from .lines import Labels, LineLabels, labels_of
from .payment_terms import payment_terms

LINES = lines.Kind("ril", "recurringInvoiceLineItems")


class LineWrite(Wire):
    """A line as it is sent: with an amount, or with a price; of one piece unless told (I)."""

    id: Text | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    price: Quantity | None = None
    description: Annotated[Text, Max(4000)] | None = None
    taxable: bool | None = None
    classifications: LineLabels | None = None


class Line(Wire):
    id: str
    amount: Money
    description: str | None = None
    price: Quantity | None = None
    quantity: Quantity | None = None
    classifications: LineLabels | None = None
    taxable: bool


Lines = Annotated[list[LineWrite], Min(1), Max(1000)]


class RecurringFields(Wire):
    """What may be left out of a template."""

    description: Annotated[Text, Max(4000)] | None = None
    paymentTermId: Reference | None = None
    classifications: Labels | None = None
    sendEmail: bool | None = None


class RecurringInvoiceWrite(RecurringFields):
    customerId: Filled
    schedule: Schedule
    recurringInvoiceLineItems: Lines


class RecurringInvoicePatch(RecurringFields):
    customerId: Filled | None = None
    schedule: partial(Schedule) | None = None  # type: ignore[valid-type]  # made at run time
    recurringInvoiceLineItems: Lines | None = None


class RecurringInvoice(Wire):
    id: str
    customerId: str
    description: str | None = None
    archived: bool
    paymentTermId: str | None = None
    schedule: ScheduleShown
    recurringInvoiceLineItems: list[Line]
    classifications: Labels | None = None
    sendEmail: bool
    createdTime: Time
    updatedTime: Time


# Rules


def follow(call: Call, row: Row) -> Row:
    """Make the invoices that are due to appear, and await the next."""
    return schedules.follow(call, recurring_invoices, row, generate)


def generate(call: Call, row: Row, day: date) -> None:
    """One invoice, its number the due date (D), which another invoice may have as well (I). One that is refused by then
    (the customer was archived) is left out (I).
    """
    fields = {
        "customer": {"id": row["customerId"]},
        "invoiceNumber": day.isoformat(),
        "invoiceDate": today(call.now()).isoformat(),
        "dueDate": day.isoformat(),
        "invoiceLineItems": lines.bare(row[LINES.member]),
        "processingOptions": {"sendEmail": row["sendEmail"]},
        **{name: row[name] for name in ("paymentTermId", "classifications") if name in row},
    }
    try:
        make_invoice(on_behalf(call, row.hidden["createdBy"]), fields, unique=False)
    except Refusal:
        return


def check(call: Call, row: Row) -> None:
    """Reckon what the lines come to, and refuse a template that cannot work (all but BDC_1205 I)."""
    payer(call, row["customerId"], "customerId")
    know_labels(call, row, LINES.member)
    if row.get("paymentTermId"):
        refer(call, payment_terms, row["paymentTermId"])
    missing = [
        f"{LINES.member}[{index}].amount: must not be null"
        for index, one in enumerate(row[LINES.member])
        if "price" not in one
    ]
    if missing:
        raise invalid(*missing, code=call.world.choices["validation.code"])
    amounts = lines.amounts(row[LINES.member])
    if sum(amounts) < 0:
        raise call.business(LINES.member, "The amount of an invoice must be positive.")
    lines.show_amounts(row[LINES.member], amounts)
    row["classifications"] = labels_of(row.get("classifications"))
    schedules.check(call, row)


def counted(sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines that are sent; a new one is of one piece unless told (I)."""
    return [fields if fields.get("id") else {"quantity": 1.0, **fields} for fields in sent]


def make(call: Call, fields: dict[str, Any]) -> Row:
    fields = {"sendEmail": False, **fields}
    fields["schedule"] = {"daysInAdvance": 0, **fields["schedule"]}
    new = [{**one, "id": None} for one in fields[LINES.member]]
    row = Row(
        {**fields, LINES.member: lines.fresh(call, LINES, counted(new))}, hidden={"createdBy": call.principal.user}
    )
    schedules.begin(row)
    schedules.ends_in_time(call, row)
    check(call, row)
    return follow(call, put(call, recurring_invoices, row, row.hidden))


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    """A PATCH: lines keep their ids (D), those that are not named stay, one without id is added (I)."""
    before, sent = find(call, recurring_invoices, row["id"]), fields.pop(LINES.member, None)
    if sent is not None:
        row[LINES.member] = lines.patched(call, LINES, lines.bare(row[LINES.member]), counted(sent))
    merge(row, fields)
    return save(call, row, before)


def replaced(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    """A PUT: lines that are not named are gone (D); what is left out stays or is cleared, as with invoices (I)."""
    before, sent = find(call, recurring_invoices, row["id"]), fields.pop(LINES.member)
    if call.choose("invoice.put_omitted") == "cleared":
        for name in RecurringFields.model_fields:
            row.pop(name, None)
        row["sendEmail"] = False
    row[LINES.member] = lines.replaced(call, LINES, lines.bare(row[LINES.member]), counted(sent))
    row["schedule"] = {"daysInAdvance": 0, **fields.pop("schedule")}
    merge(row, fields)
    return save(call, row, before)


def save(call: Call, row: Row, before: Row) -> Row:
    """Check and store an edited template; invoices that were made stay as they are (I)."""
    check(call, row)
    if row["schedule"] != before["schedule"]:
        schedules.ends_in_time(call, row)
        schedules.begin(row)
    return follow(call, rewrite(call, recurring_invoices, row))


SPAN = "gt gte lt lte"
recurring_invoices = Resource(
    "recurring_invoice", "/connect/v3/recurring-invoices", "rit", RecurringInvoice, RecurringInvoiceWrite,
    patch=RecurringInvoicePatch, item="recurringInvoiceId",
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "customerId": "eq ne in nin", "createdTime": SPAN, "updatedTime": SPAN,
    },
    sorts="archived createdTime updatedTime", indexes="customerId", make=make, change=change,
)  # fmt: skip
plain(
    recurring_invoices, list="listrecurringinvoices", get="getrecurringinvoice", create="createrecurringinvoice",
    update="updaterecurringinvoice",
)  # fmt: skip
JOBS = schedules.declare(
    recurring_invoices, replaced, follow,
    replace="replacerecurringinvoice", archive="archiverecurringinvoice", restore="restorerecurringinvoice",
)  # fmt: skip
