"""Mailing an invoice to whom the caller names."""

from typing import Annotated

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find, refer
from ...gateway.wire import Filled, Min, Wire
from ..platform.users import users
from .customers import customers
from .invoice_mail import mail
from .invoices import ONE, invoices


class Recipient(Wire):
    to: Annotated[list[Filled], Min(1)]


class ReplyTo(Wire):
    userId: Filled


class SendWrite(Wire):
    recipient: Recipient
    replyTo: ReplyTo


@invoices.operation("sendinvoice", "POST", f"{ONE}/email", body=SendWrite)
def send_invoice(call: Call) -> Answer:
    """Mail an invoice; answers come to a user of the organization (D reference/sendinvoice)."""
    invoice = find(call, invoices, call.params["invoiceId"])
    user = refer(call, users, call.body["replyTo"]["userId"])
    if invoice["archived"] and not call.choose("invoice.archived_is_sent"):
        raise call.business("archived", "The invoice is archived.")
    customer = refer(call, customers, invoice["customerId"])
    mail(call, invoice, customer, call.body["recipient"]["to"], user["email"])
    return None
