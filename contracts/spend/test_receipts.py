"""Receipts of transactions: uploaded, hung on, taken away."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge, refused

IMAGE = b"\xff\xd8\xff\xe0 receipt"


@contract(
    "SE-TRAN-023",
    "The URL for a receipt's image is presigned: it takes the bytes without a token.",
    "D",
    "docs/transaction-management",
)
def test_upload_url(spend: Client, stranger: Client) -> None:
    url = spend.spend.transactions.receipt_upload_url()["url"]
    answer = stranger.raw("PUT", url, content=IMAGE, headers={"Content-Type": "image/jpeg"})
    assert answer.status_code == 200


@contract(
    "SE-TRAN-024",
    "A receipt is hung on by the URL it was put to, and shown in lists only with includeReceipts.",
    "D",
    "docs/transaction-management",
)
def test_receipt(spend: Client, swipe: Any) -> None:
    row = swipe(20)
    receipt = spend.spend.attach_receipt(row["uuid"], IMAGE)
    now = spend.spend.transactions.get(row["uuid"])
    assert ([one["uuid"] for one in now["receipts"]], now["receiptStatus"]) == ([receipt["uuid"]], "ATTACHED")
    mine = {"filters": f"transactionIds:eq:{row['uuid']}"}
    assert "receipts" not in spend.spend.transactions.list(**mine).results[0]
    assert spend.spend.transactions.list(**mine, includeReceipts="true").results[0]["receipts"] == now["receipts"]


@contract("SE-TRAN-025", "A receipt is taken off again, answered with nothing.", "O", "observed")
def test_delete_receipt(spend: Client, swipe: Any) -> None:
    row = swipe(20)
    receipt = spend.spend.attach_receipt(row["uuid"], IMAGE)
    assert spend.spend.transactions.delete_receipt(row["uuid"], receipt["uuid"]) is None
    assert not spend.spend.transactions.get(row["uuid"]).get("receipts")
    with refused(404):
        spend.spend.transactions.delete_receipt(row["uuid"], receipt["uuid"])


@contract("SE-TRAN-026", "A receipt needs the URL that it was put to.", "I", "reference/addtransactionreceipt")
def test_receipt_refused(spend: Client, swipe: Any) -> None:
    path = f"/v3/spend/transactions/{swipe(20)['uuid']}/receipts"
    for body in ({}, {"url": "https://elsewhere.example/receipt.jpg"}, {"uploadUrl": "x"}):
        judge(spend.raw("POST", path, json=body), CLIENT_ERROR)


@contract("SE-TRAN-027", "An upload URL takes bytes for a limited time.", "I", "docs/transaction-management")
def test_upload_expires(spend: Client, stranger: Client, control: Control) -> None:
    url = spend.spend.transactions.receipt_upload_url()["url"]
    control.advance(minutes=20)
    judge(stranger.raw("PUT", url, content=IMAGE, headers={"Content-Type": "image/png"}), CLIENT_ERROR)
