"""Documents of bills: uploaded as bytes, finished later under another id, fetched by their link."""

from typing import Any

import pytest
from billclient import BillError, Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.failures import Failure
from billcontracts.refusals import judge

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def invoice(make: Make) -> dict[str, Any]:
    return make.invoice()


@contract(
    "AP-DOC-001", "An upload answers 200 with a temporary id that begins 0du.", "D", "reference/createbilldocument"
)
def test_upload(bill: Client, invoice: dict[str, Any]) -> None:
    assert bill.documents.upload(invoice["id"], PDF, "invoice.pdf")["id"].startswith("0du")


@contract(
    "AP-DOC-002",
    "Until it is finished an upload is IN_PROGRESS; then UPLOADED, with a document id that begins 00h.",
    "D",
    "reference/uploadstatus",
)
def test_status(bill: Client, control: Control, invoice: dict[str, Any]) -> None:
    upload = bill.documents.upload(invoice["id"], PDF, "invoice.pdf")["id"]
    (before,) = bill.documents.status(upload)
    assert (before["uploadId"], before["status"]) == (upload, "IN_PROGRESS")
    control.advance(minutes=10)
    (after,) = bill.documents.status(upload)
    assert after["status"] == "UPLOADED"
    assert after["documentId"].startswith("00h")


def finished(bill: Client, control: Control, invoice: dict[str, Any], name: str) -> dict[str, Any]:
    upload = bill.documents.upload(invoice["id"], PDF, name)
    control.advance(minutes=10)
    return bill.documents.get(bill.documents.wait(upload)["documentId"])


@contract(
    "AP-DOC-003",
    "A finished document has its name and a link that gives the very bytes to the session.",
    "D",
    "docs/documents-attachments",
)
def test_download(bill: Client, control: Control, invoice: dict[str, Any]) -> None:
    document = finished(bill, control, invoice, "März invoice.pdf")
    assert document["name"] == "März invoice.pdf"
    try:
        content = bill.download(document["downloadLink"])
    except BillError as error:
        raise Failure(f"the link gives nothing: {error}") from error
    assert content == PDF


@contract("AP-DOC-004", "A bill's documents are listed in pages.", "D", "reference/listdocuments")
def test_list(bill: Client, control: Control, invoice: dict[str, Any]) -> None:
    made = [finished(bill, control, invoice, f"{letter}.pdf")["id"] for letter in "abc"]
    page = bill.documents.list(invoice["id"], max=2)
    rest = bill.documents.list(invoice["id"], max=2, page=page.next_page)
    assert sorted(row["id"] for row in [*page, *rest]) == sorted(made)


@contract("AP-DOC-005", "The status of several uploads comes in one call.", "I", "reference/uploadstatus")
def test_several(bill: Client, control: Control, invoice: dict[str, Any]) -> None:
    uploads = [bill.documents.upload(invoice["id"], PDF, f"{letter}.pdf")["id"] for letter in "ab"]
    assert [row["uploadId"] for row in bill.documents.status(*uploads)] == uploads


@contract("AP-DOC-006", "An upload without a name is refused.", "I", "reference/createbilldocument")
def test_no_name(bill: Client, invoice: dict[str, Any]) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    judge(bill.raw("POST", f"/v3/documents/bills/{invoice['id']}", content=PDF, headers=octets), 400, "BDC_1108")


@contract("AP-DOC-007", "An upload to an unknown bill is 404 BDC_1205.", "O", "observed")
def test_unknown_bill(bill: Client) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    path = "/v3/documents/bills/00n01NOSUCHBILLAB000"
    judge(bill.raw("POST", path, content=PDF, params={"name": "a.pdf"}, headers=octets), 404, "BDC_1205")


@contract("AP-DOC-008", "More than 6 MB are refused.", "D", "docs/documents-attachments")
def test_too_big(bill: Client, invoice: dict[str, Any]) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    content = b"%PDF" + b"0" * (7 * 1024 * 1024)
    judge(
        bill.raw(
            "POST", f"/v3/documents/bills/{invoice['id']}", content=content, params={"name": "a.pdf"}, headers=octets
        ),
        400,
        "BDC_1143",
    )


@contract("AP-DOC-009", "An unknown document is 404 BDC_1205.", "O", "observed")
def test_unknown_document(bill: Client) -> None:
    judge(bill.raw("GET", "/v3/documents/00h01NOSUCHDOCUM0000"), 404, "BDC_1205")
