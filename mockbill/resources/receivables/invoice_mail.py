"""The e-mail that brings an invoice to its customer, with its PDF and all that is attached to it
(D docs/ar-invoice-pdf-email-attachments; subject and words I: BILL's templates are set in its web app).
"""

from collections.abc import Sequence

from ...gateway.call import Call
from ...gateway.wire import NONE
from ...world.store import Row
from .. import emails
from ..attachments import attachments
from .invoice_pdf import pdf_of


def mail(call: Call, invoice: Row, customer: Row, to: Sequence[str], reply_to: str = "") -> Row:
    """Mail an invoice. The invoice itself shows no sign of it (O)."""
    sender = (call.world.store.get("organization", call.org) or Row({})).get("name", "")
    subject = f"Invoice {invoice['invoiceNumber']} from {sender}"
    text = (
        f"Dear {customer['name']},\n\n"
        f"{sender} has sent you invoice {invoice['invoiceNumber']} of {invoice['invoiceDate']}: "
        f"{customer['invoiceCurrency']} {invoice['dueAmount']:,.2f} is due on {invoice['dueDate']}.\n"
    )
    return emails.send(
        call, "invoice", to, subject, text, about=invoice["id"], reply_to=reply_to, attached=attached(call, invoice)
    )


def attached(call: Call, invoice: Row) -> emails.Attached:
    """What goes with an invoice: its PDF first."""
    store = call.world.store
    own = invoice["invoicePdfId"]
    rows = store.find(attachments.name, call.org, hidden__parentId=invoice["id"])
    others = [(row["name"], store.blob(row["id"]) or b"") for row in rows if row["id"] != own]
    name = next((row["name"] for row in rows if row["id"] == own != NONE), f"Invoice {invoice['invoiceNumber']}.pdf")
    return [(name, pdf_of(call, invoice)), *others]
