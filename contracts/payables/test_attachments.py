"""Attachments of vendors: there at once, fetched by their link, gone when deleted."""

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import judge, refused

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@contract(
    "AP-ATT-001",
    "A file attached to a vendor answers 200 with its final id, which begins att, and a link to its bytes.",
    "D",
    "docs/documents-attachments",
)
def test_attach(bill: Client, make: Make) -> None:
    made = bill.attachments.upload("vendors", make.vendor()["id"], PDF, "w9.pdf")
    assert made["id"].startswith("att")
    assert made["name"] == "w9.pdf"
    assert bill.attachments.get(made["id"]) == made
    assert bill.download(made["downloadLink"]) == PDF


@contract("AP-ATT-002", "A vendor's attachments are listed in pages.", "D", "reference/listvendorattachments")
def test_list(bill: Client, make: Make) -> None:
    vendor = make.vendor()["id"]
    made = [bill.attachments.upload("vendors", vendor, PDF, f"{letter}.pdf")["id"] for letter in "abc"]
    page = bill.attachments.list("vendors", vendor, max=2)
    rest = bill.attachments.list("vendors", vendor, max=2, page=page.next_page)
    assert sorted(row["id"] for row in [*page, *rest]) == sorted(made)


@contract(
    "AP-ATT-003",
    "Deleting an attachment answers SUCCESS; then it is found no more.",
    "D",
    "reference/deleteattachment",
)
def test_delete(bill: Client, make: Make) -> None:
    vendor = make.vendor()["id"]
    made = bill.attachments.upload("vendors", vendor, PDF, "w9.pdf")["id"]
    assert bill.attachments.delete(made) == {"status": "SUCCESS"}
    assert [row["id"] for row in bill.attachments.list("vendors", vendor)] == []
    with refused(404, "BDC_1205"):
        bill.attachments.get(made)


@contract("AP-ATT-004", "A file without a name is refused.", "I", "reference/createvendorattachment")
def test_no_name(bill: Client, make: Make) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    judge(
        bill.raw("POST", f"/v3/attachments/vendors/{make.vendor()['id']}", content=PDF, headers=octets), 400, "BDC_1108"
    )
