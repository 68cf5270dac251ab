"""The PDF that is drawn of an invoice, read back by another library."""

from io import BytesIO

from pypdf import PdfReader

from .conftest import ADDRESS
from .test_receipts import receipt, record


def pages(api, invoice):
    answer = api.get(f"/_mock/invoices/{invoice['id']}/pdf")
    assert answer.content_type == "application/pdf"
    return [
        [text.strip() for text in page.extract_text().splitlines()]
        for page in PdfReader(BytesIO(answer.data), strict=True).pages
    ]


def test_it_says_what_the_invoice_says(api, receivables):
    customer = receivables.customer(name="Zoë (Bay) Ltd", billingAddress=ADDRESS)
    lines = [
        {"quantity": 2, "price": 100, "description": "Hull repair", "taxable": True},
        {"quantity": 1.5, "price": 10},
        {"ratePercent": -10, "description": "Discount"},
    ]
    invoice = receivables.invoice(customer, invoiceNumber="INV-7", dueDate="2026-04-01", invoiceLineItems=lines,
                                  salesTaxItemId=receivables.tax(8.25))  # fmt: skip
    record(api, receipt((invoice, 100)))
    ((*said,),) = pages(api, invoice)
    assert said == [
        "Blue Heron Print LLC INVOICE", "Number INV-7", "Date 2026-03-02", "Due 2026-04-01", "Bill to", "Zoë (Bay) Ltd",
        "14 Pier Rd", "Oakland CA 94607", "Description Quantity Price Amount", "Hull repair 2 100.00 200.00", "1.5 10.00 15.00",
        "Discount -10 % -21.50", "Subtotal 193.50", "Sales tax 8.25 % 16.50", "Total USD 210.00", "Paid -100.00",
        "Amount due USD 110.00", "Invoice INV-7, page 1 of 1",
    ]  # fmt: skip


def test_a_long_invoice_goes_on_over_pages_and_loses_nothing(api, receivables):
    lines = [{"quantity": 1, "price": number, "description": f"Item {number} " + "oar " * 30} for number in range(60)]
    invoice = receivables.invoice(invoiceLineItems=lines)
    found = pages(api, invoice)
    assert len(found) == 5 and found[-1][-1].endswith("page 5 of 5")
    said = [text for page in found for text in page]
    assert all(any(text.startswith(f"Item {number} ") for text in said) for number in range(60))
    assert "Total USD 1,770.00" in found[-1]


def test_letters_beyond_western_europe_and_odd_numbers_do_no_harm(api, receivables):
    customer = receivables.customer(name="東京\n(Ltd)", companyName="x" * 250)
    invoice = receivables.invoice(
        customer, invoiceNumber="№" * 100, invoiceLineItems=[{"quantity": 1e-9, "amount": 5, "description": "\t"}]
    )
    ((*said,),) = pages(api, invoice)
    assert {"?? (Ltd)", "x" * 80, "Number " + "?" * 24, "Total USD 5.00"} <= set(said)


def test_the_same_invoice_gives_the_same_bytes(api, receivables):
    path = f"/_mock/invoices/{receivables.invoice()['id']}/pdf"
    assert api.get(path).data == api.get(path).data
    assert api.get("/_mock/invoices/nope/pdf").status_code == 404
