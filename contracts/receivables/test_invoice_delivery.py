"""How an invoice reaches its customer: by mail, by a link to pay it, with files attached."""

from typing import Any

import httpx
import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
UNKNOWN = "00e01NOSUCHINVO00000"


@pytest.fixture(scope="module")
def customer(make: Make) -> dict[str, Any]:
    return make.customer()


@pytest.fixture
def letter(bill: Client) -> dict[str, Any]:
    """To whom an invoice is mailed."""
    return {"recipient": {"to": ["ap@kayak.example"]}, "replyTo": {"userId": bill.session.info()["userId"]}}


def mailed(control: Control, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = control.ask("GET", f"/emails?{httpx.QueryParams(query)}")["emails"]
    return found


# Mail


@contract("AR-MAIL-001", "Mailing an invoice answers 200 with an empty body.", "S", "reference/sendinvoice")
def test_send(bill: Client, make: Make, customer: dict[str, Any], letter: dict[str, Any]) -> None:
    response = bill.raw("POST", f"/v3/invoices/{make.sale(customer)['id']}/email", json=letter)
    assert (response.status_code, response.content) == (200, b"")


@contract("AR-MAIL-002", "An invoice shows no sign of having been mailed.", "O", "observed")
def test_no_sign(bill: Client, make: Make, customer: dict[str, Any], letter: dict[str, Any]) -> None:
    made = make.sale(customer)
    bill.invoices.email(made["id"], letter)
    assert bill.invoices.get(made["id"]) == made


@contract("AR-MAIL-003", "Recipient and reply address must be told.", "S", "reference/sendinvoice")
@pytest.mark.parametrize("missing", ["recipient", "replyTo"])
def test_missing(bill: Client, make: Make, customer: dict[str, Any], letter: dict[str, Any], missing: str) -> None:
    del letter[missing]
    lacking(bill.raw("POST", f"/v3/invoices/{make.sale(customer)['id']}/email", json=letter), missing)


@contract("AR-MAIL-004", "An unknown invoice cannot be mailed: 404 BDC_1205.", "O", "observed")
def test_unknown(bill: Client, letter: dict[str, Any]) -> None:
    with refused(404, "BDC_1205"):
        bill.invoices.email(UNKNOWN, letter)


@contract("AR-MAIL-005", "The mail brings the PDF and all attachments.", "D", "docs/ar-invoice-pdf-email-attachments")
def test_attached(bill: Client, make: Make, customer: dict[str, Any], letter: dict[str, Any], control: Control) -> None:
    made = make.sale(customer)
    bill.attachments.upload("invoices", made["id"], PDF, "plan.pdf")
    bill.invoices.email(made["id"], letter)
    (email,) = mailed(control, about=made["id"])
    assert email["to"] == ["ap@kayak.example"]
    assert [file["contentType"] for file in email["attachments"]] == ["application/pdf"] * 2
    assert email["attachments"][1]["name"] == "plan.pdf"


@contract(
    "AR-MAIL-006",
    "sendEmail mails a new invoice to its customer; without it none is mailed.",
    "D",
    "reference/createinvoice",
)
def test_at_creation(make: Make, customer: dict[str, Any], control: Control) -> None:
    silent = make.sale(customer, processingOptions={"sendEmail": False})
    told = make.sale(customer, processingOptions={"sendEmail": True})
    assert mailed(control, about=silent["id"]) == []
    assert [email["to"] for email in mailed(control, about=told["id"])] == [[customer["email"]]]


# Payment links


def order(customer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"customerId": customer["id"], "email": "payer@kayak.example", **fields}


@contract("AR-LINK-001", "A payment link is one URL, asked for by POST.", "D", "reference/getpaymentlink")
def test_link(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer)
    found = bill.invoices.payment_link(made["id"], order(customer, returnUrl="https://kayak.example/thanks"))
    assert httpx.URL(found["paymentLink"]).host
    assert bill.invoices.get(made["id"]) == made


@contract("AR-LINK-005", "Behind a payment link is the invoice's page.", "I", "reference/getpaymentlink")
def test_page(bill: Client, make: Make, customer: dict[str, Any], control: Control) -> None:
    made = make.sale(customer)
    found = bill.invoices.payment_link(made["id"], order(customer, returnUrl="https://kayak.example/thanks"))
    page = control.http.get(found["paymentLink"])
    assert page.is_success and made["invoiceNumber"] in page.text


@contract(
    "AR-LINK-002",
    "Customer and email must be told, and the customer be the invoice's.",
    "I",
    "reference/getpaymentlink",
)
def test_link_refused(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    path = f"/v3/invoices/{make.sale(customer)['id']}/payment-link"
    judge(bill.raw("POST", path, json={}), 400)
    judge(bill.raw("POST", path, json=order(make.customer())), CLIENT_ERROR)


@contract("AR-LINK-003", "A customer who pays online has the invoice SCHEDULED, then paid.", "I", "docs/ar-payments")
def test_pay(bill: Client, make: Make, customer: dict[str, Any], control: Control) -> None:
    made = make.sale(customer, 75.0)
    payment = control.ask("POST", f"/invoices/{made['id']}/pay")
    assert bill.invoices.get(made["id"])["status"] == "SCHEDULED"
    assert bill.receivable_payments.get(payment["id"])["onlinePayment"] is True
    control.advance(days=14)
    assert bill.invoices.get(made["id"])["status"] == "PAID_IN_FULL"


@contract("AR-LINK-004", "A link is for customers who are not in the network.", "D", "reference/getpaymentlink")
def test_connected(bill: Client, make: Make, control: Control) -> None:
    customer = make.customer()
    peer = control.ask("POST", "/network/organizations", {"name": unique("Peer"), "autoConnect": True})
    bill.network.invite_customer(customer["id"], {"networkId": peer["id"], "networkType": "BILL"})
    with refused(CLIENT_ERROR):
        bill.invoices.payment_link(make.sale(customer)["id"], order(customer))


# Files


@contract(
    "AR-IATT-001",
    "A file attached to an invoice has its id and its link at once.",
    "D",
    "reference/createinvoiceattachment",
)
def test_attach(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = bill.attachments.upload("invoices", make.sale(customer)["id"], PDF, "plan.pdf")
    assert (made["id"][:3], made["name"]) == ("att", "plan.pdf")
    assert bill.attachments.get(made["id"]) == made
    assert bill.download(made["downloadLink"]) == PDF


@contract(
    "AR-IATT-002",
    "An invoice's attachments are listed in pages, but for deleted ones.",
    "D",
    "reference/listinvoiceattachments",
)
def test_list(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer)["id"]
    made = [bill.attachments.upload("invoices", invoice, PDF, f"{letter}.pdf")["id"] for letter in "abc"]
    page = bill.attachments.list("invoices", invoice, max=2)
    rest = bill.attachments.list("invoices", invoice, max=2, page=page.next_page)
    assert sorted(row["id"] for row in [*page, *rest]) == sorted(made)
    assert bill.attachments.delete(made[0]) == {"status": "SUCCESS"}
    assert sorted(row["id"] for row in bill.attachments.iterate("invoices", invoice)) == sorted(made[1:])


@contract(
    "AR-IATT-003", "replaceInvoicePdf makes a file the invoice's PDF.", "D", "docs/ar-invoice-pdf-email-attachments"
)
def test_replace(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer)["id"]
    file = bill.attachments.upload("invoices", invoice, PDF, "mine.pdf", replaceInvoicePdf=True)
    assert bill.invoices.get(invoice)["invoicePdfId"] == file["id"]


@contract("AR-IATT-004", "Only a PDF can replace the invoice's PDF.", "D", "docs/ar-invoice-pdf-email-attachments")
def test_replace_by_image(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer)["id"]
    with refused(CLIENT_ERROR):
        bill.attachments.upload("invoices", invoice, b"\x89PNG", "mine.png", replaceInvoicePdf=True)
    assert bill.invoices.get(invoice)["invoicePdfId"] == "0" * 20


@contract(
    "AR-IATT-005", "A file must have a name, bytes, and no more than 6 MB.", "D", "reference/createinvoiceattachment"
)
def test_bad_file(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    path = f"/v3/attachments/invoices/{make.sale(customer)['id']}"
    binary = {"Content-Type": "application/octet-stream"}
    judge(bill.raw("POST", path, content=PDF, headers=binary), 400)
    judge(
        bill.raw("POST", path, params={"name": "a.pdf"}, content=b"x" * (6 * 1024 * 1024 + 1), headers=binary),
        400,
        "BDC_1143",
    )
