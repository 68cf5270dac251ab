"""Attachments of customers: like those of vendors."""

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import judge, refused

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@contract(
    "AR-ATT-001",
    "A file attached to a customer has its id and its link at once.",
    "D",
    "reference/createcustomerattachment",
)
def test_attach(bill: Client, make: Make) -> None:
    made = bill.attachments.upload("customers", make.customer()["id"], PDF, "waiver.pdf")
    assert (made["id"][:3], made["name"]) == ("att", "waiver.pdf")
    assert bill.attachments.get(made["id"]) == made
    assert bill.download(made["downloadLink"]) == PDF


@contract(
    "AR-ATT-002",
    "A customer's attachments are listed in pages, but for deleted ones.",
    "D",
    "reference/listcustomerattachments",
)
def test_list(bill: Client, make: Make) -> None:
    customer = make.customer()["id"]
    made = [bill.attachments.upload("customers", customer, PDF, f"{letter}.pdf")["id"] for letter in "abc"]
    page = bill.attachments.list("customers", customer, max=2)
    rest = bill.attachments.list("customers", customer, max=2, page=page.next_page)
    assert sorted(row["id"] for row in [*page, *rest]) == sorted(made)
    assert bill.attachments.delete(made[0]) == {"status": "SUCCESS"}
    assert sorted(row["id"] for row in bill.attachments.iterate("customers", customer)) == sorted(made[1:])


@contract(
    "AR-ATT-003",
    "A file without a name, or for an unknown customer, is refused.",
    "I",
    "reference/createcustomerattachment",
)
def test_refused(bill: Client, make: Make) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    path = f"/v3/attachments/customers/{make.customer()['id']}"
    judge(bill.raw("POST", path, content=PDF, headers=octets), 400, "BDC_1108")
    with refused(404, "BDC_1205"):
        bill.attachments.upload("customers", "0cu01NOSUCHCUSTO0000", PDF, "waiver.pdf")
