"""Invoices: what a customer does, and the PDF that it gets."""

from typing import Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.operations import Answer, Encoded
from ..gateway.wire import Positive, Wire, cents
from ..resources.receivables.invoice_pdf import pdf_of
from ..resources.receivables.payment_links import pay
from .declare import Control
from .payments import owned


class Paying(Wire):
    model_config = ConfigDict(extra="forbid")
    amount: Positive | None = None
    method: Literal["ACH", "CREDIT_CARD"] = "ACH"


def declare(control: Control) -> None:
    @control("POST", "/invoices/{id}/pay", body=Paying, body_optional=True)
    def pay_invoice(call: Call) -> Answer:
        """The customer pays an invoice online: all that is due, or an `amount`, by `method` ACH or CREDIT_CARD."""
        with call.world.transaction():
            by, invoice = owned(call, "invoice")
            amount = call.body.get("amount")
            return pay(by, invoice, cents(invoice["dueAmount"] if amount is None else amount), call.body["method"])

    @control("GET", "/invoices/{id}/pdf")
    def read_pdf(call: Call) -> Answer:
        """The PDF of an invoice, as its customer gets it."""
        by, invoice = owned(call, "invoice")
        return Encoded(pdf_of(by, invoice), "application/pdf")
