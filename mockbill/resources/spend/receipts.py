"""Receipts of transactions: a URL to put an image to, and what was put there as a receipt (D docs/transaction-management)."""

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import find
from . import uploads
from .charges import save, transactions

RECEIPTS = f"{transactions.path}/{{transactionId}}/receipts"


@transactions.operation(
    "createreceiptuploadurl", "POST", f"{transactions.path}/receipt-upload-url", answer=uploads.UploadUrl
)
def upload_url(call: Call) -> Answer:
    """A URL to PUT an image to, without a token; a body is ignored (O)."""
    return uploads.presign(call)


@transactions.operation("addtransactionreceipt", "POST", RECEIPTS, body=uploads.ReceiptWrite, answer=uploads.Receipt)
def add(call: Call) -> Answer:
    """Hang what was uploaded on a transaction."""
    row = find(call, transactions, call.params["transactionId"])
    receipt = uploads.receive(call, call.body["url"])
    row["receipts"] = [*row.get("receipts", ()), receipt]
    save(call, row)
    return receipt


@transactions.operation("deletetransactionreceipt", "DELETE", f"{RECEIPTS}/{{receiptId}}")
def delete(call: Call) -> Answer:
    """Take a receipt off a transaction."""
    row = find(call, transactions, call.params["transactionId"])
    left = [receipt for receipt in row.get("receipts", ()) if receipt["uuid"] != call.params["receiptId"]]
    if len(left) == len(row.get("receipts", ())):
        raise refuse("BDC_1205")
    uploads.discard(call, call.params["receiptId"])
    row["receipts"] = left
    save(call, row)
    return None
