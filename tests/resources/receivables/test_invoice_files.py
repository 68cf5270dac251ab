"""Attachments of invoices, and the one that takes the place of the PDF."""

import pytest

NONE = "0" * 20


@pytest.fixture
def invoice(receivables):
    return receivables.invoice()


@pytest.fixture
def attach(api, invoice):
    def attaches(name, data=b"%PDF-1.7", **query):
        path = f"/v3/attachments/invoices/{invoice['id']}"
        return api.post(path, query_string={"name": name, **query}, data=data, content_type="application/octet-stream")

    return attaches


def test_an_attachment_is_listed_and_can_be_fetched(api, receivables, invoice, attach):
    made = attach("hull.png", b"\x89PNG")
    assert made.status_code == 200 and made.json.keys() == {"id", "name", "createdTime", "downloadLink"}
    assert api.get(f"/v3/attachments/invoices/{invoice['id']}").json == {"results": [made.json]}
    assert api.get(f"/v3/attachments/{made.json['id']}").json == made.json
    link = made.json["downloadLink"].removeprefix("http://localhost")
    assert api.http.get(link, headers=api.headers).data == b"\x89PNG"
    assert receivables.read("invoices", invoice) == invoice


def test_a_pdf_may_replace_that_of_the_invoice(api, receivables, invoice, attach, events):
    first = attach("a.pdf", replaceInvoicePdf="true").json
    now = receivables.read("invoices", invoice)
    assert now["invoicePdfId"] == first["id"] and now["updatedTime"] > invoice["updatedTime"]
    second = attach("B.PDF", b"%PDF-1.7 b", replaceInvoicePdf="true").json
    assert attach("c.pdf", replaceInvoicePdf="false").status_code == 200
    assert receivables.read("invoices", invoice)["invoicePdfId"] == second["id"]
    assert api.get(f"/_mock/invoices/{invoice['id']}/pdf").data == b"%PDF-1.7 b"
    assert [event for event, _ in events if event.startswith("invoice")][-2:] == ["invoice.updated"] * 2


def test_what_is_no_pdf_cannot_replace_one(api, receivables, invoice, attach):
    before = list(api.world.store.contents())
    api.refused(attach("a.png", replaceInvoicePdf="true"), 422)
    api.refused(attach("a.pdf", replaceInvoicePdf="maybe"), 400)
    assert list(api.world.store.contents()) == before


def test_an_invoice_whose_own_pdf_is_deleted_has_none(api, receivables, invoice, attach):
    mine, other = attach("a.pdf", replaceInvoicePdf="true").json, attach("b.pdf").json
    api.delete(f"/v3/attachments/{other['id']}")
    assert receivables.read("invoices", invoice)["invoicePdfId"] == mine["id"]
    api.delete(f"/v3/attachments/{mine['id']}")
    assert receivables.read("invoices", invoice)["invoicePdfId"] == NONE
    assert api.get(f"/v3/attachments/invoices/{invoice['id']}").json == {"results": []}


def test_an_unknown_invoice_has_no_attachments(api):
    path = "/v3/attachments/invoices/00e01AAAAAAAAAA00000"
    api.refused(api.get(path), 404, code="BDC_1205")
    sent = {"query_string": {"name": "a.pdf"}, "data": b"%PDF", "content_type": "application/octet-stream"}
    api.refused(api.post(path, **sent), 404, code="BDC_1205")
