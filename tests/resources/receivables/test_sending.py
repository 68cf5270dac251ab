"""Invoices that are mailed: to whom, with what attached, and what is refused."""

from io import BytesIO

import pytest
from pypdf import PdfReader

FILE = {"content_type": "application/octet-stream"}


@pytest.fixture
def administrator(api):
    return api.world.store.find("user", email=api.credentials["username"])[0]


@pytest.fixture
def send(api, administrator):
    def sends(invoice, **changes):
        body = {"recipient": {"to": ["ap@bay.example", "cfo@bay.example"]}, "replyTo": {"userId": administrator["id"]}}
        return api.post(f"/v3/invoices/{invoice['id']}/email", json=body | changes)

    return sends


def test_an_invoice_is_mailed_and_shows_no_sign_of_it(receivables, send, administrator, events):
    invoice = receivables.invoice(invoiceNumber="INV-7", dueDate="2026-04-01")
    events.clear()
    answer = send(invoice)
    assert (answer.status_code, answer.data) == (200, b"")
    (email,) = receivables.sent()
    assert email["to"] == ["ap@bay.example", "cfo@bay.example"] and email["replyTo"] == administrator["email"]
    assert (email["kind"], email["about"]) == ("invoice", invoice["id"])
    assert "INV-7" in email["subject"] and "USD 250.25 is due on 2026-04-01" in email["text"]
    assert receivables.read("invoices", invoice) == invoice and events == []


def test_the_pdf_and_all_attachments_travel_with_it(api, receivables, send):
    invoice = receivables.invoice(invoiceNumber="INV-7")
    path = f"/v3/attachments/invoices/{invoice['id']}"
    api.post(path, query_string={"name": "photo.png"}, data=b"\x89PNG", **FILE)
    send(invoice)
    first, second = receivables.sent()[0]["attachments"]
    assert first["name"] == "Invoice INV-7.pdf"
    assert PdfReader(BytesIO(api.get(first["path"]).data), strict=True).metadata.title == "Invoice INV-7"
    assert (second["name"], api.get(second["path"]).data) == ("photo.png", b"\x89PNG")
    api.post(path, query_string={"name": "mine.pdf", "replaceInvoicePdf": "true"}, data=b"%PDF-1.7 mine", **FILE)
    send(invoice)
    attached = {one["name"]: api.get(one["path"]).data for one in receivables.sent()[1]["attachments"]}
    assert attached == {"mine.pdf": b"%PDF-1.7 mine", "photo.png": b"\x89PNG"}


def test_what_cannot_be_sent_is_refused(api, receivables, send, world):
    invoice = receivables.invoice()
    wanted = ["recipient: must not be null", "replyTo: must not be null"]
    api.refused(api.post(f"/v3/invoices/{invoice['id']}/email", json={}), 400, *wanted, code=None)
    api.refused(send(invoice, recipient={"to": []}), 400, "recipient.to: must not be empty", code=None)
    api.refused(send(invoice, recipient={"to": [" "]}), 400, "recipient.to[0]: must not be blank", code=None)
    api.refused(send(invoice, replyTo={"userId": "00601AAAAAAAAAA00000"}), 422, code="BDC_1205")
    api.refused(send({"id": "00e01AAAAAAAAAA00000"}), 404, code="BDC_1205")
    api.post(f"/v3/invoices/{invoice['id']}/archive")
    api.refused(send(invoice), 422)
    assert receivables.sent() == []
    world.choices.update({"invoice.archived_is_sent": True})
    assert send(invoice).status_code == 200
