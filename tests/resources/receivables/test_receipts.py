"""Money recorded as paid outside BILL: what it does to invoices and customer, and what is refused."""

import pytest

UNKNOWN = "00e01AAAAAAAAAA00000"


def receipt(*parts, amount=None, **changes):
    invoices = [{"id": invoice["id"], "amount": part} for invoice, part in parts]
    total = sum(part for _, part in parts) if amount is None else amount
    return {"paymentDate": "2026-02-28", "paymentType": "CHECK", "amount": total, "invoices": invoices} | changes


def record(api, body):
    return api.post("/v3/invoices/record-payment", json=body)


def test_a_receipt_is_shared_out_and_the_rest_is_credit(api, receivables, events):
    customer = receivables.customer()
    one, two = receivables.invoice(customer), receivables.invoice(customer)
    events.clear()
    answer = record(
        api, receipt((one, 250.25), (two, 25), amount=300, customerId=customer["id"], description="check 2201")
    )
    assert answer.status_code == 200
    shares = [receivables.read("invoices", invoice)["payments"] for invoice in (one, two)]
    assert answer.json == {
        "id": answer.json["id"], "customerId": customer["id"], "paymentType": "CHECK", "paymentDate": "2026-02-28",
        "amount": 300, "unappliedAmount": 24.75, "status": "PAID", "description": "check 2201",
        "invoices": [{"id": one["id"], "payments": shares[0]}, {"id": two["id"], "payments": shares[1]}],
    }  # fmt: skip
    assert [(share["amount"], share["status"], share["date"]) for (share,) in shares] == [
        (250.25, "PAID", "2026-02-28"),
        (25, "PAID", "2026-02-28"),
    ]
    states = [
        (row["status"], row["dueAmount"])
        for row in (receivables.read("invoices", one), receivables.read("invoices", two))
    ]
    assert states == [("PAID_IN_FULL", 0), ("PARTIAL_PAYMENT", 225.25)]
    assert [(event, row["id"]) for event, row in events] == [
        ("invoice.updated", one["id"]),
        ("invoice.updated", two["id"]),
    ]
    assert receivables.owed(customer) == 225.25


def test_a_receipt_is_a_receivable_payment_that_moved_no_money(api, receivables):
    made = record(api, receipt((receivables.invoice(), 100))).json
    payment = receivables.read("receivable-payments", made)
    assert (payment["onlinePayment"], payment["receivablesType"], payment["status"]) == (False, "CHECK", "PAID")
    assert payment["fundingAccount"] == {} and payment["receivablesAccount"]["id"] == "0" * 20
    assert "description" not in made


def test_amounts_may_be_text_and_an_invoice_may_be_named_twice(api, receivables):
    invoice = receivables.invoice()
    made = record(api, receipt((invoice, "50"), (invoice, "50.25"), amount="120")).json
    assert made["unappliedAmount"] == 19.75
    assert [share["amount"] for share in made["invoices"][0]["payments"]] == [50, 50.25]
    assert receivables.read("invoices", invoice)["dueAmount"] == 150


def test_missing_members_are_told_at_once(api):
    wanted = [f"{name}: must not be null" for name in ("paymentDate", "paymentType", "amount", "invoices")]
    api.refused(record(api, {}), 400, *wanted, code=None)


@pytest.mark.parametrize(
    "wrong", [{"paymentType": "BARTER"}, {"amount": 0}, {"amount": -1}, {"paymentDate": "x"}, {"invoices": []}]
)
def test_values_outside_the_shape_are_400(api, receivables, wrong):
    api.refused(record(api, receipt((receivables.invoice(), 5)) | wrong), 400, code=None)


def test_a_long_description_is_refused(api, receivables):
    invoice = receivables.invoice()
    api.refused(record(api, receipt((invoice, 5), description="x" * 4001)), 400, code="BDC_1143")
    assert record(api, receipt((invoice, 5), description="x" * 4000)).status_code == 200


def test_what_cannot_be_is_refused_and_changes_nothing(api, receivables):
    customer = receivables.customer()
    invoice, gone = receivables.invoice(customer), receivables.invoice(customer)
    other = receivables.invoice()
    api.post(f"/v3/invoices/{gone['id']}/archive")
    before = list(api.world.store.contents())
    for body in [
        receipt((invoice, 5), (other, 5)),
        receipt((invoice, 5), customerId=other["customerId"]),
        receipt((invoice, 100), amount=99.99),
        receipt((invoice, 250.26)),
        receipt((invoice, 200), (invoice, 50.26)),
        receipt((gone, 5)),
        receipt((invoice, 0.001)),
    ]:
        api.refused(record(api, body), 422)
    for body in [receipt((invoice, 5), ({"id": UNKNOWN}, 5)), receipt((invoice, 5), customerId="0cu01AAAAAAAAAA00000")]:
        api.refused(record(api, body), 422, code="BDC_1205")
    assert list(api.world.store.contents()) == before
