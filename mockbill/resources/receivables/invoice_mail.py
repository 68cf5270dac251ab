"""The e-mail that brings an invoice to its customer (subject and words I: BILL's templates are set in its web app)."""

from collections.abc import Sequence

from ...gateway.call import Call
from ...world.store import Row
from .. import emails


def mail(call: Call, invoice: Row, customer: Row, to: Sequence[str], reply_to: str = "") -> Row:
    """Mail an invoice. The invoice itself shows no sign of it (O)."""
    sender = (call.world.store.get("organization", call.org) or Row({})).get("name", "")
    subject = f"Invoice {invoice['invoiceNumber']} from {sender}"
    text = (
        f"Dear {customer['name']},\n\n"
        f"{sender} has sent you invoice {invoice['invoiceNumber']} of {invoice['invoiceDate']}: "
        f"{customer['invoiceCurrency']} {invoice['dueAmount']:,.2f} is due on {invoice['dueDate']}.\n"
    )
    return emails.send(call, "invoice", to, subject, text, about=invoice["id"], reply_to=reply_to)
