"""Payment links: a page that really opens, on which the customer sees the invoice and pays it."""

import re

import pytest
from werkzeug.test import Client

from mockbill.world.store import Row

BODY = {"email": "payer@bay.example"}


class Visitor:
    """A browser without any credentials."""

    def __init__(self, simulation, link):
        self.http = Client(simulation.wsgi)
        self.place = link.removeprefix("http://localhost")

    def opens(self):
        return self.http.get(self.place)

    def pays(self, amount, method="ACH"):
        return self.http.post(self.place, data={"amount": amount, "method": method})


@pytest.fixture
def link(api):
    def links(invoice, **changes):
        body = BODY | {"customerId": invoice["customerId"]} | changes
        return api.post(f"/v3/invoices/{invoice['id']}/payment-link", json=body)

    return links


@pytest.fixture
def visit(simulation, link):
    return lambda invoice, **changes: Visitor(simulation, link(invoice, **changes).json["paymentLink"])


def words(answer):
    return " ".join(re.sub(r"<style>.*</style>|<[^>]+>", " ", answer.text, flags=re.S).split())


def test_a_link_opens_for_whoever_has_it(receivables, link, visit):
    invoice = receivables.invoice(receivables.customer(name="<b>Bay</b>"), invoiceNumber="INV-7", dueDate="2026-04-01")
    answer = link(invoice)
    assert answer.status_code == 200 and answer.json.keys() == {"paymentLink"}
    page = visit(invoice).opens()
    assert page.status_code == 200 and page.content_type == "text/html; charset=utf-8"
    assert "INV-7" in words(page) and "Amount due USD 250.25" in words(page) and "overdue" not in words(page)
    assert "&lt;b&gt;Bay&lt;/b&gt;" in page.text and "<b>Bay" not in page.text
    assert 'name="amount" value="250.25"' in page.text and "CREDIT_CARD" not in page.text
    assert receivables.read("invoices", invoice) == invoice


def test_the_page_leads_to_the_pdf(receivables, visit):
    browser = visit(receivables.invoice())
    path = re.search(r'href="([^"]+)"', browser.opens().text)[1].replace("&amp;", "&")
    answer = browser.http.get(path)
    assert answer.content_type == "application/pdf" and answer.data.startswith(b"%PDF")


def test_it_is_overdue_once_the_day_has_passed(api, receivables, visit):
    browser = visit(receivables.invoice(dueDate="2026-03-03"))
    api.advance(days=1)
    assert "overdue" not in words(browser.opens())
    api.advance(days=1)
    assert "2026-03-03 (overdue)" in words(browser.opens())


def test_the_customer_pays_and_gets_a_receipt(api, receivables, visit, events):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    browser = visit(invoice)
    events.clear()
    page = browser.pays("100.25")
    assert page.status_code == 200
    assert "Your payment of USD 100.25 is on its way" in words(page) and "Amount due USD 150.00" in words(page)
    now = receivables.read("invoices", invoice)
    assert (now["status"], now["scheduledAmount"], now["dueAmount"]) == ("SCHEDULED", 100.25, 150)
    (payment,) = api.get("/v3/receivable-payments").json["results"]
    assert (payment["amount"], payment["onlinePayment"], payment["receivablesType"]) == (100.25, True, "ACH")
    (email,) = receivables.sent()
    assert (email["to"], email["kind"], email["about"]) == (["payer@bay.example"], "invoice.receipt", payment["id"])
    assert "USD 100.25" in email["text"]
    assert [event for event, _ in events] == ["invoice.updated"]
    api.advance(days=10)
    api.login()
    assert receivables.read("invoices", invoice)["status"] == "PARTIAL_PAYMENT" and receivables.owed(customer) == 150


def test_the_payer_goes_on_to_the_return_url(receivables, visit):
    browser = visit(receivables.invoice(), returnUrl="https://bay.example/thanks?a=ü&b=1")
    answer = browser.pays("250.25")
    assert (answer.status_code, answer.headers["Location"]) == (303, "https://bay.example/thanks?a=%C3%BC&b=1")
    assert "Nothing is left to pay" in words(browser.opens())


@pytest.mark.parametrize("amount", ["", "0", "-5", "250.26", "1e3", "5.001", "٣", "abc", "9" * 13])
def test_what_cannot_be_paid_is_told_on_the_page_and_changes_nothing(api, receivables, visit, amount):
    browser = visit(receivables.invoice())
    before = list(api.world.store.contents())
    page = browser.pays(amount)
    assert page.status_code == 422 and 'role="alert"' in page.text and "<form" in page.text
    assert list(api.world.store.contents()) == before


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe=&&;%zz", b"amount=%00&method=%ff", b'{"amount": 5}', b"amount=5&amount=-1"]
)
def test_whatever_the_form_holds_the_page_stands(api, receivables, visit, data):
    browser = visit(receivables.invoice())
    before = list(api.world.store.contents())
    for media in ("application/x-www-form-urlencoded", "application/json", ""):
        assert browser.http.post(browser.place, data=data, content_type=media).status_code == 422
    assert list(api.world.store.contents()) == before


def test_a_card_pays_if_the_invoice_takes_cards_and_its_fee_comes_on_top(api, receivables, visit):
    assert visit(receivables.invoice()).pays("5", "CREDIT_CARD").status_code == 422
    assert visit(receivables.invoice()).pays("5", "CASH").status_code == 422
    browser = visit(receivables.invoice(enableCardPayment=True, convenienceFee={"percentage": 2.5}))
    assert "a fee of 2.5 % is added" in words(browser.opens())
    assert browser.pays("100", "CREDIT_CARD").status_code == 200
    (payment,) = api.get("/v3/receivable-payments").json["results"]
    assert (payment["amount"], payment["convenienceFeeAmount"], payment["receivablesType"]) == (100, 2.5, "CREDIT_CARD")


def test_a_link_leads_only_to_its_own_invoice_in_its_own_world(simulation, receivables, visit):
    browser = visit(receivables.invoice())
    stranger = simulation.worlds.create()
    elsewhere = browser.place.rpartition("=")[0] + f"={stranger.key}"
    try:
        for place in (
            elsewhere,
            browser.place.replace("/paymentlink/", "/paymentlink/x"),
            "/paymentlink/x/invoice.pdf",
        ):
            assert browser.http.get(place).status_code == 404
        assert browser.http.post(elsewhere, data={"amount": "5"}).status_code == 404
    finally:
        simulation.worlds.remove(next(name for name, world in simulation.worlds.all() if world is stranger))


def test_an_archived_invoice_is_shown_and_not_paid(api, receivables, link, visit, world):
    invoice = receivables.invoice()
    browser = visit(invoice)
    api.post(f"/v3/invoices/{invoice['id']}/archive")
    assert "can no longer be paid" in words(browser.opens()) and browser.pays("5").status_code == 422
    api.refused(link(invoice), 422)
    world.choices.update({"invoice.archived_is_sent": True})
    assert link(invoice).status_code == 200


def test_what_cannot_be_linked_to_is_refused(api, receivables, link):
    invoice = receivables.invoice()
    path = f"/v3/invoices/{invoice['id']}/payment-link"
    wanted = ["customerId: must not be blank", "email: must not be blank"]
    api.refused(api.post(path, json={}), 400, *wanted, code=None)
    api.refused(link(invoice, customerId=receivables.customer()["id"]), 422)
    api.refused(link(invoice, customerId="0cu01AAAAAAAAAA00000"), 422, code="BDC_1205")
    api.refused(link({**invoice, "id": "00e01AAAAAAAAAA00000"}), 404, code="BDC_1205")
    for url in ("bay.example", "https://bay.example/\r\nX: y", "https:// x", "javascript:alert(1)"):
        api.refused(link(invoice, returnUrl=url), 400, "returnUrl: must be a valid URL", code=None)
    assert link(invoice, returnUrl="").status_code == 200


def test_a_customer_of_the_network_needs_no_link(api, receivables, link):
    invoice = receivables.invoice()
    told = {"id": invoice["customerId"], "status": "CONNECTED", "networkId": "1"}
    row = Row(told, org=api.credentials["organizationId"], hidden={"kind": "CUSTOMER"})
    api.world.store.insert("network_connection", row)
    api.refused(link(invoice), 422)


# The control API


def test_a_test_pays_without_a_page(api, receivables):
    invoice = receivables.invoice(enableCardPayment=True)
    paid = api.post(f"/_mock/invoices/{invoice['id']}/pay", json={"amount": 50})
    assert paid.status_code == 200 and paid.json["status"] == "SCHEDULED"
    assert receivables.read("invoices", invoice)["dueAmount"] == 200.25
    rest = api.post(f"/_mock/invoices/{invoice['id']}/pay", json={"method": "CREDIT_CARD"}).json
    assert (rest["amount"], rest["receivablesType"]) == (200.25, "CREDIT_CARD")
    for body in ({}, {"amount": 1}, {"method": "CASH"}, {"much": 1}):
        answer = api.post(f"/_mock/invoices/{invoice['id']}/pay", json=body)
        assert answer.status_code >= 400 and answer.json
    assert api.post("/_mock/invoices/nope/pay").status_code == 404
