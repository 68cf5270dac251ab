"""Payment links: a page on which a customer who has no BILL account sees an invoice and pays it (D reference/getpaymentlink).

The form of a link, the page and what is refused are ours (I).
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files as package
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, Template

from ...gateway.call import Call
from ...gateway.errors import Refusal, invalid
from ...gateway.operations import Answer, Encoded, declared_operation
from ...gateway.verbs import find, refer
from ...gateway.wire import Filled, Text, Wire, dollars
from ...world.store import Row, Table
from .. import emails
from ..arithmetic import share
from ..payments.calendar import today
from ..payments.invitations import standing
from .charges import receiving
from .customers import customers
from .invoice_pdf import pdf_of
from .invoices import ONE, invoices, receivable
from .receivable_payments import take

TABLES = (Table("payment_link"),)
PAGE = "/paymentlink/{token}"
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\x00-\x1f\x7f]+")
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "Referrer-Policy": "no-referrer"}
Method = Literal["ACH", "CREDIT_CARD"]
"""How a customer pays online."""


class LinkWrite(Wire):
    customerId: Filled
    email: Filled
    returnUrl: Text | None = None


class Link(Wire):
    paymentLink: str


@invoices.operation("getpaymentlink", "POST", f"{ONE}/payment-link", body=LinkWrite, answer=Link, evidence="I")
def get_payment_link(call: Call) -> Answer:
    """A link to pay an invoice by, for customers who are not connected in the network (D)."""
    body, invoice = call.body, find(call, invoices, call.params["invoiceId"])
    customer = refer(call, customers, body["customerId"])
    if customer["id"] != invoice["customerId"]:
        raise call.business("customerId", "The invoice belongs to another customer.")
    if standing(call, customer)["status"].startswith("CONNECTED"):
        raise call.business("customerId", "The customer is connected in the BILL network.")
    if invoice["archived"] and not call.choose("invoice.archived_is_sent"):
        raise call.business("archived", "The invoice is archived.")
    if body.get("returnUrl") and not URL.fullmatch(body["returnUrl"]):
        raise invalid("returnUrl: must be a valid URL", code=call.world.choices["validation.code"])
    link = {"id": call.world.ids.token(), "invoiceId": invoice["id"], **body}
    call.world.store.insert("payment_link", Row(link, org=call.org))
    return {"paymentLink": f"{call.base_url}{PAGE.format(token=link['id'])}?world={call.world.key}"}


def pay(call: Call, invoice: Row, amount: int, method: Method) -> Row:
    """A customer pays an invoice online: the money is on its way from here on.

    Parameters:
        amount: cents; the fee of a card comes on top (D changelog/2025-11-05).

    Raises:
        Refusal: as `receivable`; cards are not taken, or the organization has no account to receive on.
    """
    receivable(call, invoice, amount)
    if amount <= 0:
        raise call.business("amount", "Amount must be greater than zero.")
    card = method == "CREDIT_CARD"
    if card and not invoice["enableCardPayment"]:
        raise call.business("method", "The invoice cannot be paid by card.")
    fee = share(invoice.get("convenienceFee", {}).get("percentage", 0), amount) if card else 0
    said: dict[str, Any] = {
        "customerId": invoice["customerId"],
        "paymentDate": today(call.now()).isoformat(),
        "fundingAccount": {"type": "CARD_ACCOUNT" if card else "BANK_ACCOUNT"},
        "receivablesAccount": {"id": receiving(call)["id"], "type": "BANK_ACCOUNT"},
        "receivablesType": method,
        "status": "SCHEDULED",
        "onlinePayment": True,
        "convenienceFeeAmount": dollars(fee),
    }
    return take(call, [(invoice, amount)], said)


# The page


@cache
def page() -> Template:
    text = package(__package__).joinpath("payment_page.html").read_text("utf-8")
    return Environment(autoescape=True).from_string(text)


def shown(call: Call, link: Row, status: int = 200, **told: Any) -> Encoded:
    """The page as it stands."""
    invoice, customer, sender = parts(call, link)
    pdf = f"{PAGE.format(token=link['id'])}/invoice.pdf?world={call.world.key}"
    overdue = invoice["dueDate"] < today(call.now()).isoformat()
    open = not invoice["archived"] and invoice["dueAmount"] > 0
    text = page().render(
        invoice=invoice, customer=customer, sender=sender, link=link, pdf=pdf, overdue=overdue, open=open, **told
    )
    return html(text, status)


def html(text: str, status: int) -> Encoded:
    return Encoded(text.encode(), "text/html; charset=utf-8", HEADERS, status)


def parts(call: Call, link: Row) -> tuple[Row, Row, Row]:
    """The invoice of a link, its customer and who sent it."""
    found = link.org, link["invoiceId"]
    store = call.world.store
    invoice = store.get("invoice", found[1], found[0])
    customer = store.get("customer", invoice["customerId"], found[0]) if invoice else None
    sender = store.get("organization", found[0])
    if invoice is None or customer is None or sender is None:
        raise AssertionError(f"{found} is gone")
    return invoice, customer, sender


def visit(call: Call) -> Answer:
    """The invoice, and a form to pay it by."""
    link = call.world.store.get("payment_link", call.params["token"])
    return (
        shown(call, link) if link else html("<!doctype html><title>Not found</title><p>This link leads nowhere.", 404)
    )


def download(call: Call) -> Answer:
    """The PDF of the invoice that a payment link is for."""
    link = call.world.store.get("payment_link", call.params["token"])
    if link is None:
        return visit(call)
    by = Call.by_clock(call.world, link.org)
    return Encoded(pdf_of(by, parts(call, link)[0]), "application/pdf", {"X-Content-Type-Options": "nosniff"})


def submit(call: Call) -> Answer:
    """The customer pays; a receipt is mailed (D), and the payer goes on to the return URL (D changelog/2025-04-29)."""
    link = call.world.store.get("payment_link", call.params["token"])
    if link is None:
        return visit(call)
    form: Mapping[str, str] = dict(parse_qsl(call.raw.decode("utf-8", "replace")))
    amount, method = form.get("amount", ""), form.get("method", "ACH")
    invoice, customer, sender = parts(call, link)
    if not AMOUNT.fullmatch(amount) or method not in ("ACH", "CREDIT_CARD"):
        return shown(call, link, 422, problem="Please enter an amount, such as 120.50.")
    by = Call.by_clock(call.world, link.org, invoice["createdBy"])
    try:
        payment = pay(by, invoice, int(Decimal(amount) * 100), method)  # type: ignore[arg-type]  # one of the two
    except Refusal as refusal:
        return shown(call, link, 422, problem=refusal.complaints[0].message)
    receipt(by, link["email"], invoice, customer, sender, payment)
    if link.get("returnUrl"):
        return Encoded(b"", "text/plain", {"Location": quote(link["returnUrl"], safe=":/?#[]@!$&'()*+,;=%~")}, 303)
    return shown(call, link, payment=payment)


def receipt(call: Call, to: str, invoice: Row, customer: Row, sender: Row, payment: Row) -> None:
    text = (
        f"Dear {customer['name']},\n\nyour payment of {customer['invoiceCurrency']} {payment['amount']:,.2f} to"
        f" {sender['name']} for invoice {invoice['invoiceNumber']} is on its way.\n"
    )
    subject = f"Your payment to {sender['name']}"
    emails.send(call, "invoice.receipt", [to], subject, text, about=payment["id"])


OPERATIONS = tuple(
    declared_operation(id, method, path, run, auth="file", standing="auxiliary", evidence="I")
    for id, method, path, run in (
        ("visitpaymentlink", "GET", PAGE, visit),
        ("payinvoice", "POST", PAGE, submit),
        ("downloadinvoicepdf", "GET", f"{PAGE}/invoice.pdf", download),
    )
)
