"""Invoices (`00e`): what a customer is asked to pay, line by line. Never deleted, only changed and archived."""

from datetime import date, timedelta
from typing import Any

from ...gateway.call import Call
from ...gateway.errors import invalid, refuse
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, refer, rewrite, set_archived, tell
from ...gateway.wire import NONE, cents, dollars, merge
from ...world.store import SCALE, Column, Row
from ..labels import know_labels
from ..payments.calendar import today
from . import credits, lines
from .customers import create as make_customer
from .customers import customers, owe, payer
from .invoice_mail import mail
from .invoice_shapes import Invoice, InvoicePatch, InvoiceReplacement, InvoiceWrite
from .lines import Labels, labels_of
from .payment_terms import payment_terms
from .totals import received, reckon, settle

LINES = lines.Kind("00f", "invoiceLineItems")
LABEL, SPAN = "eq ne in", "gt gte lt lte"
LONGEST_NUMBER = 12
"""Digits of the longest number that the next one is counted on from (I)."""
OPTIONAL = ("paymentTermId", "payToChartOfAccountId", "classifications", "salesTaxItemId", "convenienceFee")
"""What an invoice may be without."""
invoices = Resource(
    "invoice", "/connect/v3/invoices", "00e", Invoice, InvoiceWrite, patch=InvoicePatch, item="invoiceId",
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "invoiceNumber": "eq ne in nin sw", "customerId": "eq ne in nin",
        "status": "eq ne in nin", "dueDate": f"eq ne {SPAN}", "invoiceDate": f"eq ne {SPAN}", "totalAmount": f"eq ne {SPAN}",
        "createdTime": SPAN, "updatedTime": SPAN, **{f"classifications.{label}": LABEL for label in Labels.model_fields},
    },
    sorts="archived invoiceDate dueDate totalAmount createdTime updatedTime",
    indexes="invoiceNumber customerId status dueDate createdTime updatedTime",
    keep=(Column("hidden.number", "number", index=True),), event="invoice",
)  # fmt: skip
NUMBER = invoices.table.by_path["hidden.number"]
ONE = "/connect/v3/invoices/{invoiceId}"


# What others make of invoices


def make_invoice(call: Call, fields: dict[str, Any], *, unique: bool = True) -> Row:
    """Store a new invoice and tell of it.

    Parameters:
        fields: checked members of `InvoiceWrite`. Amounts in the customer's currency.
        unique: whether its number must be one that no live invoice has.

    Raises:
        Refusal: BDC_1205 for an unknown customer, term or label; BDC_1171 for a used number; what the choices and the
            totals rule out.
    """
    customer = payer_of(call, fields["customer"])
    day = today(call.now()).isoformat()
    row = Row({
        "invoiceDate": day, "creditAmount": 0.0, "enableCardPayment": False, "recordStatus": "ACTIVE",
        "createdBy": call.principal.user, "invoicePdfId": NONE, **kept(call, fields), "customerId": customer["id"],
        "invoiceLineItems": lines.fresh(call, LINES, fields["invoiceLineItems"]),
    })  # fmt: skip
    if "paymentTermId" not in fields and customer.get("paymentTermId"):
        row["paymentTermId"] = customer["paymentTermId"]
    if "dueDate" not in row:
        row["dueDate"] = due_by_term(call, row) or day
    if "invoiceNumber" not in row:
        row["invoiceNumber"] = next_number(call)
    complete(call, row, customer)
    if unique:
        claim_number(call, row)
    row = put(call, invoices, row, row.hidden)
    credits.draw(call, row, cents(row["creditAmount"]))
    owe(call, customer["id"], cents(row["dueAmount"]))
    tell(call, invoices, "created", row)
    if fields.get("processingOptions", {}).get("sendEmail"):
        mail(call, row, customer, [customer["email"]])
    return row


def receive(call: Call, invoice: Row, amount: int, day: str, status: str) -> Row:
    """Put a received payment, or its share, on an invoice; the new share is the last of its `payments`.

    Parameters:
        amount: cents.
        day: when it was or will be paid.
        status: `PAID` or `SCHEDULED`.

    Raises:
        Refusal: as `receivable`.
    """
    receivable(call, invoice, amount)
    one = {"id": call.world.ids.new("0ip"), "amount": dollars(amount), "status": status, "date": day}
    invoice["payments"] = [*invoice.get("payments", ()), one]
    return resettle(call, invoice)


def receivable(call: Call, invoice: Row, amount: int) -> None:
    """Refuse to put so many cents on an invoice that is archived, or has less due (codes I)."""
    if invoice["archived"]:
        raise call.business("invoiceId", "The invoice is archived.")
    if amount > cents(invoice["dueAmount"]):
        raise call.business("amount", "More than what is due on the invoice.")


def turn(call: Call, invoice: Row, share: str, status: str) -> Row:
    """A share of a received payment on an invoice (its `0ip` id) has come to another status."""
    if all(one["id"] != share for one in invoice.get("payments", ())):
        raise AssertionError(f"{invoice['id']} has no payment {share}")
    invoice["payments"] = [{**one, "status": status} if one["id"] == share else one for one in invoice["payments"]]
    return resettle(call, invoice)


def resettle(call: Call, invoice: Row) -> Row:
    """Store an invoice of which more or less is paid or credited, move what its customer owes, and tell of it."""
    due = cents(invoice["dueAmount"])
    settle(call, invoice)
    invoice = rewrite(call, invoices, invoice)
    if not invoice["archived"]:
        owe(call, invoice["customerId"], cents(invoice["dueAmount"]) - due)
    tell(call, invoices, "updated", invoice)
    return invoice


# Rules


def payer_of(call: Call, said: dict[str, Any]) -> Row:
    """The customer an invoice goes to: a known one (else 422 BDC_1205, I), or a new one of that name and email (D)."""
    if said.get("id"):
        return payer(call, said["id"])
    new = {name: said.get(name) or "" for name in ("name", "email")}
    missing = [f"customer.{name}: must not be blank" for name, value in new.items() if not value.strip()]
    if missing:
        raise invalid(*missing, code=call.world.choices["validation.code"])
    return make_customer(call, new)


def kept(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    """The members of a write that an invoice keeps as they are, once what they refer to is found."""
    know_labels(call, fields, LINES.member, "payToChartOfAccountId")
    if fields.get("paymentTermId"):
        refer(call, payment_terms, fields["paymentTermId"])
    said = {name: value for name, value in fields.items() if name in invoices.members and name != LINES.member}
    if not said.get("invoiceNumber"):
        said.pop("invoiceNumber", None)
    return said


def due_by_term(call: Call, invoice: Row) -> str | None:
    """The day on which an invoice is due by its payment term (D docs/payment-terms); None without one."""
    term = call.world.store.get(payment_terms.name, invoice.get("paymentTermId", ""), call.org)
    if term is None:
        return None
    try:
        return (date.fromisoformat(invoice["invoiceDate"]) + timedelta(days=term["daysDue"])).isoformat()
    except OverflowError:
        raise call.business("dueDate", "Is out of range.") from None


def next_number(call: Call) -> str:
    """One above the highest number in use (I)."""
    highest = call.world.store.select(invoices.name, call.org, (), ((NUMBER, True),), limit=1)
    number = highest[0][2] // SCALE if highest else 0
    return str(max(number + 1, call.choose("invoice.first_number")))


def claim_number(call: Call, invoice: Row) -> None:
    """Refuse a number that another live invoice has (422 BDC_1171, O); an archived one has given its own up (O)."""
    same = {"invoiceNumber": invoice["invoiceNumber"], "archived": False}
    if call.world.choices["invoice.number_unique_in"] == "customer":
        same["customerId"] = invoice["customerId"]
    if any(other["id"] != invoice.get("id") for other in call.world.store.find(invoices.name, call.org, **same)):
        raise refuse("BDC_1171", invoice["invoiceNumber"])


def complete(call: Call, invoice: Row, customer: Row) -> None:
    """What follows from what was written; refuses what cannot be."""
    invoice["classifications"] = labels_of(invoice.get("classifications"))
    if not invoice.get("convenienceFee"):
        invoice.pop("convenienceFee", None)
    elif not invoice["enableCardPayment"]:
        raise call.business("convenienceFee", "Only with enableCardPayment.")
    number = invoice["invoiceNumber"]
    countable = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    invoice.hidden["number"] = int(number) if countable else 0
    reckon(call, invoice, customer["invoiceCurrency"])


def editable(call: Call) -> Row:
    """The invoice that the path names; an archived one is not edited (I)."""
    invoice = find(call, invoices, call.params["invoiceId"])
    if invoice["archived"] and not call.choose("invoice.archived_takes_edits"):
        raise call.business("archived", "The invoice is archived.")
    return invoice


def save(call: Call, invoice: Row) -> Row:
    """Store an edited invoice, whose customer, due date and amounts may follow from what was sent."""
    before = find(call, invoices, invoice["id"])
    said = call.body.get("customer")
    customer = payer_of(call, said) if said else refer(call, customers, invoice["customerId"])
    if customer["id"] != before["customerId"] and (received(before) or before["creditAmount"]):
        raise call.business("customer", "Cannot be changed once the invoice is paid or credited.")
    invoice["customerId"] = customer["id"]
    if call.body.get("paymentTermId") and not call.body.get("dueDate"):
        invoice["dueDate"] = due_by_term(call, invoice)
    complete(call, invoice, customer)
    if not invoice["archived"]:
        claim_number(call, invoice)
        owe(call, before["customerId"], -cents(before["dueAmount"]))
        owe(call, customer["id"], cents(invoice["dueAmount"]))
    credits.draw(call, invoice, cents(invoice["creditAmount"]) - cents(before["creditAmount"]))
    invoice = rewrite(call, invoices, invoice)
    tell(call, invoices, "updated", invoice)
    return invoice


# The operations

plain(invoices, list="listinvoices", get="getinvoice")


@invoices.operation("createinvoice", "POST", "/connect/v3/invoices", body=InvoiceWrite, answer=Invoice, status=201)
def create_invoice(call: Call) -> Answer:
    """Make an invoice, and its customer if that is new."""
    return make_invoice(call, call.body)


@invoices.operation("updateinvoice", "PATCH", ONE, body=InvoicePatch, partial=True, answer=Invoice)
def update_invoice(call: Call) -> Answer:
    """Change what is sent of an invoice; its lines keep their ids."""
    invoice = editable(call)
    merge(invoice, kept(call, call.body))
    sent = call.body.get(LINES.member)
    if sent is not None:
        invoice[LINES.member] = lines.patched(call, LINES, invoice[LINES.member], sent)
    return save(call, invoice)


@invoices.operation("replaceinvoice", "PUT", ONE, body=InvoiceReplacement, answer=Invoice)
def replace_invoice(call: Call) -> Answer:
    """Put other contents in an invoice's place: lines that are not named are gone (D)."""
    invoice = editable(call)
    if call.choose("invoice.put_omitted") == "cleared":
        for name in OPTIONAL:
            invoice.pop(name, None)
        invoice["enableCardPayment"] = False
    invoice.update(kept(call, call.body))
    invoice[LINES.member] = lines.replaced(call, LINES, invoice[LINES.member], call.body[LINES.member])
    return save(call, invoice)


@invoices.operation("archiveinvoice", "POST", f"{ONE}/archive", answer=Invoice)
def archive_invoice(call: Call) -> Answer:
    """Archive an invoice: its status stays (O), it is owed no more; a second time changes nothing (O)."""
    return shelve(call, archived=True)


@invoices.operation("restoreinvoice", "POST", f"{ONE}/restore", answer=Invoice)
def restore_invoice(call: Call) -> Answer:
    """Make an archived invoice active again, unless its number is taken (I); a second time changes nothing."""
    return shelve(call, archived=False)


def shelve(call: Call, *, archived: bool) -> Row:
    invoice = find(call, invoices, call.params["invoiceId"])
    if invoice["archived"] == archived:
        return invoice
    if not archived:
        call.evidence = "I"
        claim_number(call, invoice)
    elif invoice.get("payments") and call.choose("invoice.archived_with_payments") == "refuse":
        raise call.business("payments", "The invoice has payments.")
    invoice["recordStatus"] = "INACTIVE" if archived else "ACTIVE"
    due = cents(invoice["dueAmount"])
    owe(call, invoice["customerId"], -due if archived else due)
    return set_archived(call, invoices, invoice, archived)
