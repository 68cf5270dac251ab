"""What a user of the web app records of customers' money."""

import pytest

PATH = "/_mock/receivable-payments"


@pytest.fixture
def customer(api):
    return api.post("/v3/customers", json={"name": "Kayak", "email": "ap@kayak.example"}).json["id"]


@pytest.fixture
def invoice(api, customer):
    body = {"customer": {"id": customer}, "invoiceLineItems": [{"quantity": 1, "price": 80}]}
    return api.post("/v3/invoices", json=body).json["id"]


def test_a_check_has_its_number_and_is_for_invoices_and_more(api, customer, invoice):
    body = {"customerId": customer, "amount": 100, "referenceNumber": "2201", "description": "By mail",
            "invoices": [{"id": invoice, "amount": 80}]}  # fmt: skip
    made = api.post(PATH, json=body).json
    assert api.get(f"/v3/receivable-payments/{made['id']}").json == made
    assert {name: made[name] for name in ("referenceNumber", "receivablesType", "status", "onlinePayment")} == {
        "referenceNumber": "2201", "receivablesType": "CHECK", "status": "PAID", "onlinePayment": False,
    }  # fmt: skip
    assert (made["amount"], made["unappliedAmount"], made["paymentDate"]) == (100, 20, "2026-03-02")
    assert api.get(f"/v3/invoices/{invoice}").json["status"] == "PAID_IN_FULL"


def test_what_is_for_no_invoice_yet_is_unapplied(api, customer):
    made = api.post(
        PATH, json={"customerId": customer, "amount": 5, "paymentType": "CASH", "paymentDate": "2026-02-01"}
    ).json
    assert (made["unappliedAmount"], made["invoicePayments"], made["paymentDate"]) == (5, [], "2026-02-01")
    assert "referenceNumber" not in made


def test_what_makes_no_sense_changes_nothing(api, world, customer, invoice):
    other = api.post("/v3/customers", json={"name": "Other", "email": "o@o.example"}).json["id"]
    before = world.fingerprint()
    for body, status in (
        ({"customerId": "0cu", "amount": 1}, 404),
        ({"customerId": customer, "amount": 79, "invoices": [{"id": invoice, "amount": 80}]}, 400),
        ({"customerId": customer, "amount": 90, "invoices": [{"id": invoice, "amount": 81}]}, 422),
        ({"customerId": other, "amount": 80, "invoices": [{"id": invoice, "amount": 80}]}, 400),
        ({"customerId": customer, "amount": 1, "invoices": [{"id": "00e", "amount": 1}]}, 422),
        ({"customerId": customer, "amount": 1, "paymentType": "GOLD"}, 400),
    ):
        assert api.post(PATH, json=body).status_code == status, body
    assert world.fingerprint() == before
