"""Attachments of invoices, of which one may take the place of the invoice's PDF (D docs/ar-invoice-pdf-email-attachments)."""

from ...gateway.call import Call
from ...gateway.verbs import rewrite, tell
from ...gateway.wire import NONE
from ...world.store import Row
from .. import attachments, files
from .invoices import invoices


class InvoiceUpload(files.UploadQuery):
    replaceInvoicePdf: bool | None = None


def added(call: Call, invoice: Row, attachment: Row) -> None:
    """Make the file the invoice's PDF, if that was asked; only a PDF can be (D, code I)."""
    if not call.query.get("replaceInvoicePdf"):
        return
    if files.media_type(attachment["name"]) != "application/pdf":
        raise call.business("replaceInvoicePdf", "Only a PDF can replace the PDF of an invoice.")
    name_pdf(call, invoice, attachment["id"])


def deleted(call: Call, invoice: Row, attachment: Row) -> None:
    """An invoice whose own PDF is deleted has none of its own again (I)."""
    if invoice["invoicePdfId"] == attachment["id"]:
        name_pdf(call, invoice, NONE)


def name_pdf(call: Call, invoice: Row, id: str) -> None:
    invoice["invoicePdfId"] = id
    tell(call, invoices, "updated", rewrite(call, invoices, invoice))


attachments.offer(
    invoices, list="listinvoiceattachments", create="createinvoiceattachment", query=InvoiceUpload,
    added=added, deleted=deleted,
)  # fmt: skip
