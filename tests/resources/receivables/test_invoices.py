"""Invoices: what a new one looks like, edits, numbers, dates, archive, lists. What they come to is in test_totals.py."""

import pytest

from mockbill.gateway.wire import NONE
from mockbill.resources.receivables.invoice_shapes import Invoice

from .conftest import invoice_body

UNKNOWN = "00e01AAAAAAAAAA00000"


# What a new one looks like


def test_a_new_invoice_is_complete(receivables, world, events):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    assert invoice == receivables.read("invoices", invoice)
    assert list(invoice) == [name for name in Invoice.model_fields if name in invoice]
    first, second = invoice.pop("invoiceLineItems")
    when, user = invoice["createdTime"], world.store.find("user", email=receivables.api.credentials["username"])[0]
    assert invoice == {
        "id": invoice["id"], "archived": False, "recordStatus": "ACTIVE", "invoiceNumber": "1001", "invoiceDate": "2026-03-02",
        "dueDate": "2026-03-02", "customerId": customer["id"], "totalAmount": 250.25, "dueAmount": 250.25, "scheduledAmount": 0,
        "creditAmount": 0, "status": "OPEN", "createdBy": user["id"], "createdTime": when, "updatedTime": when, "salesTaxTotal": 0,
        "salesTaxPercentage": 0, "enableCardPayment": False, "invoicePdfId": NONE,
    }  # fmt: skip
    assert invoice["id"].startswith("00e") and first["id"].startswith("00f") and first["id"] != second["id"]
    assert first == {"id": first["id"], "price": 100, "quantity": 2, "taxable": False}
    assert [(event, row["id"]) for event, row in events] == [("invoice.created", invoice["id"])]


def test_all_members_that_are_sent_come_back(receivables):
    labels = {
        "accountingClassId": receivables.label("accounting-classes"), "departmentId": receivables.label("departments"),
        "jobId": receivables.label("jobs"), "locationId": receivables.label("locations"),
    }  # fmt: skip
    account = receivables.label("chart-of-accounts")
    line = {
        "quantity": 3, "price": 1.5, "description": "Hull", "taxable": True,
        "classifications": {"chartOfAccountId": account, **labels, "itemId": receivables.label("items")},
    }  # fmt: skip
    sent = {
        "invoiceNumber": "INV-3107", "invoiceDate": "2026-02-20", "dueDate": "2026-04-01", "enableCardPayment": True,
        "paymentTermId": receivables.term()["id"], "payToChartOfAccountId": account, "classifications": labels,
        "salesTaxItemId": receivables.tax(), "convenienceFee": {"percentage": 2.9},
    }  # fmt: skip
    invoice = receivables.invoice(**sent, invoiceLineItems=[line])
    assert {name: invoice[name] for name in sent} == sent
    assert {name: invoice["invoiceLineItems"][0][name] for name in line} == line


def test_a_new_customer_is_made_inline(api, receivables):
    invoice = receivables.made(
        "/v3/invoices", invoice_body({"id": ""}, customer={"name": "Bay", "email": "ap@bay.example"})
    )
    customer = api.get(f"/v3/customers/{invoice['customerId']}").json
    assert (customer["name"], customer["email"], customer["balance"]["amount"]) == ("Bay", "ap@bay.example", 250.25)


def test_what_bill_says_to_a_customer_that_is_none(api, receivables):
    body = invoice_body(receivables.customer())
    before = api.world.store.counts()
    for customer, message in [
        (None, "customer: The customer field is required"),
        ("0cu01", "Cannot construct instance of `InvoiceCustomer`"),
    ]:
        api.refused(api.post("/v3/invoices", json=body | {"customer": customer}), 400, message, code=None)
    flat = {"customerId": body["customer"]["id"], "invoiceLineItems": body["invoiceLineItems"]}
    api.refused(api.post("/v3/invoices", json=flat), 400, "customer: The customer field is required", code=None)
    api.refused(
        api.post("/v3/invoices", json=body | {"customer": {"email": " "}}), 400,
        "customer.name: must not be blank", "customer.email: must not be blank",
    )  # fmt: skip
    api.refused(
        api.post("/v3/invoices", json=body | {"customer": {"id": "0cu01AAAAAAAAAA00000"}}), 422, code="BDC_1205"
    )
    assert api.world.store.counts() == before


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"invoiceLineItems": []}, 400, None),
        ({"invoiceLineItems": None}, 400, None),
        ({"invoiceLineItems": [{"price": 5}]}, 400, None),
        ({"invoiceLineItems": [{"quantity": 1, "price": "x"}]}, 400, None),
        ({"invoiceLineItems": [{"quantity": 1, "price": 5, "ratePercent": 3}]}, 422, "any"),
        ({"invoiceLineItems": [{"quantity": 0, "amount": 5}]}, 422, "any"),
        ({"invoiceLineItems": [{"quantity": 1, "price": -5000}]}, 422, "any"),
        ({"invoiceLineItems": [{"quantity": 1e9, "price": 1e9}]}, 400, "BDC_1143"),
        ({"invoiceNumber": "x" * 101}, 400, "BDC_1143"),
        ({"invoiceDate": "02/03/2026"}, 400, None),
        ({"creditAmount": -1}, 400, None),
        ({"creditAmount": 5}, 422, "any"),
        ({"convenienceFee": {"percentage": 3}}, 422, "any"),
        ({"salesTaxItemId": UNKNOWN}, 422, "BDC_1205"),
        ({"payToChartOfAccountId": UNKNOWN}, 422, "BDC_1205"),
        ({"paymentTermId": UNKNOWN}, 422, "BDC_1205"),
        ({"classifications": {"jobId": UNKNOWN}}, 422, "BDC_1205"),
        ({"invoiceLineItems": [{"quantity": 1, "price": 5, "classifications": {"itemId": UNKNOWN}}]}, 422, "BDC_1205"),
    ],
)
def test_an_invoice_without_sense_is_refused_on_every_way_in(api, receivables, path, change, status, code):
    invoice = receivables.invoice()
    body = invoice_body({"id": invoice["customerId"]})
    before = list(api.world.store.contents())
    api.refused(api.post("/v3/invoices", json=body | change), status, code=code)
    api.refused(api.put(path(invoice), json=body | change), status, code=code)
    if None not in change.values():
        api.refused(api.patch(path(invoice), json=change), status, code=code)
    assert list(api.world.store.contents()) == before


def test_a_put_names_what_is_missing_in_words_of_its_own(api, receivables, path):
    wanted = ("customer: must not be null", "invoiceLineItems: must not be null")
    api.refused(api.put(path(receivables.invoice()), json={"archived": True}), 400, *wanted, code=None)


def test_an_archived_customer_takes_invoices_by_choice(api, receivables, world):
    customer = receivables.customer()
    api.post(f"/v3/customers/{customer['id']}/archive")
    api.refused(api.post("/v3/invoices", json=invoice_body(customer)), 422)
    world.choices.update({"customer.archived_takes_invoices": True})
    assert receivables.invoice(customer)["customerId"] == customer["id"]


# Dates


def test_the_due_date_follows_the_term_of_the_invoice_or_of_its_customer(receivables):
    long, short = receivables.term(45), receivables.term(10)
    customer = receivables.customer(paymentTermId=short["id"])
    assert receivables.invoice(customer)["dueDate"] == "2026-03-12"
    assert receivables.invoice(customer)["paymentTermId"] == short["id"]
    invoice = receivables.invoice(customer, paymentTermId=long["id"], invoiceDate="2026-03-10")
    assert invoice["dueDate"] == "2026-04-24"
    assert receivables.invoice(customer, dueDate="2026-03-05")["dueDate"] == "2026-03-05"
    assert receivables.invoice(customer, paymentTermId="")["dueDate"] == "2026-03-02"


def test_a_new_term_moves_the_due_date(api, receivables, path):
    invoice = receivables.invoice(invoiceDate="2026-03-10", dueDate="2026-03-10")
    changed = api.patch(path(invoice), json={"paymentTermId": receivables.term(5)["id"]}).json
    assert changed["dueDate"] == "2026-03-15"
    assert "paymentTermId" not in api.patch(path(invoice), json={"paymentTermId": ""}).json


def test_a_due_date_beyond_all_calendars_is_refused(api, receivables):
    body = invoice_body(receivables.customer(), invoiceDate="9999-12-31", paymentTermId=receivables.term()["id"])
    api.refused(api.post("/v3/invoices", json=body), 422)
    assert api.post("/v3/invoices", json=body | {"dueDate": "9999-12-31"}).status_code == 201


def test_what_is_told_whole_rests_on_no_guess(api, receivables):
    body = invoice_body(receivables.customer(), invoiceNumber="X1", dueDate="2026-04-01")
    assert api.post("/v3/invoices", json=body).headers["X-Mockbill-Evidence"] != "I"
    assert api.post("/v3/invoices", json=invoice_body(receivables.customer())).headers["X-Mockbill-Evidence"] == "I"


def test_today_is_the_processing_day(api, receivables):
    api.advance(hours=14)  # 7 in the morning in London, 11 at night in California
    api.login()
    assert receivables.invoice()["invoiceDate"] == "2026-03-02"


# Numbers


def test_numbers_are_counted_on_from_the_highest(receivables):
    assert [receivables.invoice()["invoiceNumber"] for _ in range(2)] == ["1001", "1002"]
    receivables.invoice(invoiceNumber="0002000")
    receivables.invoice(invoiceNumber="A-9999")
    receivables.invoice(invoiceNumber="9" * 20)
    assert receivables.invoice(invoiceNumber="")["invoiceNumber"] == "2001"


def test_a_used_number_is_refused_until_its_invoice_is_archived(api, receivables, path, world):
    first = receivables.invoice(invoiceNumber="X1")
    other = receivables.invoice(invoiceNumber="X2")
    again = invoice_body(receivables.customer(), invoiceNumber="X1")
    api.refused(api.post("/v3/invoices", json=again), 422, code="BDC_1171")
    api.refused(api.patch(path(other), json={"invoiceNumber": "X1"}), 422, code="BDC_1171")
    assert api.patch(path(first), json={"invoiceNumber": "X1"}).status_code == 200
    api.post(f"{path(first)}/archive")
    second = receivables.made("/v3/invoices", again)
    api.refused(api.post(f"{path(first)}/restore"), 422, code="BDC_1171")
    api.post(f"{path(second)}/archive")
    assert api.post(f"{path(first)}/restore").json["archived"] is False


def test_numbers_may_be_unique_for_a_customer_only_by_choice(api, receivables, world):
    customer = receivables.customer()
    receivables.invoice(customer, invoiceNumber="X1")
    world.choices.update({"invoice.number_unique_in": "customer"})
    receivables.invoice(receivables.customer(), invoiceNumber="X1")
    api.refused(api.post("/v3/invoices", json=invoice_body(customer, invoiceNumber="X1")), 422, code="BDC_1171")


# PATCH and PUT


def test_patch_changes_what_is_sent_and_keeps_the_rest(api, receivables, path, events):
    invoice = receivables.invoice(invoiceNumber="X1", classifications={"jobId": receivables.label("jobs")})
    first, second = invoice["invoiceLineItems"]
    events.clear()
    body = {
        "dueDate": "2026-05-01",
        "invoiceLineItems": [{"id": second["id"], "quantity": 3}, {"quantity": 1, "price": 9}],
    }
    changed = api.patch(path(invoice), json=body).json
    assert changed["invoiceLineItems"][:2] == [first, second | {"quantity": 3}]
    assert changed["invoiceLineItems"][2]["price"] == 9 and changed["totalAmount"] == 359.75
    assert changed["updatedTime"] > invoice["updatedTime"]
    same = ("id", "invoiceNumber", "invoiceDate", "classifications", "customerId", "createdTime")
    assert {name: changed[name] for name in same} == {name: invoice[name] for name in same}
    assert [(event, row["totalAmount"]) for event, row in events] == [("invoice.updated", 359.75)]


def test_a_patched_line_goes_from_price_to_amount_to_percentage(api, receivables, path):
    invoice = receivables.invoice(invoiceLineItems=[{"quantity": 1, "price": 100}, {"quantity": 1, "price": 10}])
    line = invoice["invoiceLineItems"][1]["id"]
    for change, total in [
        ({"amount": 30}, 130),
        ({"ratePercent": 50}, 150),
        ({"price": 5}, 105),
        ({"quantity": 2}, 110),
    ]:
        sent = {"invoiceLineItems": [{"id": line, **change}]}
        assert api.patch(path(invoice), json=sent).json["totalAmount"] == total, change


def test_a_patched_line_is_replaced_by_choice(api, receivables, path, world):
    world.choices.update({"invoice.patched_line": "replaced"})
    invoice = receivables.invoice()
    line = {"id": invoice["invoiceLineItems"][0]["id"], "description": "Oars"}
    api.refused(api.patch(path(invoice), json={"invoiceLineItems": [line]}), 400, code=None)
    changed = api.patch(path(invoice), json={"invoiceLineItems": [line | {"quantity": 1}]}).json
    assert changed["invoiceLineItems"][0] == line | {"quantity": 1, "taxable": False}


def test_put_removes_lines_that_are_not_named_and_keeps_the_header(api, receivables, path, world):
    invoice = receivables.invoice(
        invoiceNumber="X1", enableCardPayment=True, payToChartOfAccountId=receivables.label("chart-of-accounts")
    )
    first, second = invoice["invoiceLineItems"]
    body = invoice_body(
        {"id": invoice["customerId"]},
        invoiceLineItems=[{"quantity": 1, "price": 1}, {"id": second["id"], "quantity": 2, "price": 2}],
    )
    changed = api.put(path(invoice), json=body).json
    new, kept = changed["invoiceLineItems"]
    assert kept == {"id": second["id"], "price": 2, "quantity": 2, "taxable": False}
    assert new["id"] not in (first["id"], second["id"]) and changed["totalAmount"] == 5
    assert changed["payToChartOfAccountId"] == invoice["payToChartOfAccountId"] and changed["enableCardPayment"]
    world.choices.update({"invoice.put_omitted": "cleared"})
    cleared = api.put(path(invoice), json=invoice_body({"id": invoice["customerId"]})).json
    assert "payToChartOfAccountId" not in cleared and not cleared["enableCardPayment"]
    assert cleared["invoiceNumber"] == "X1"


@pytest.mark.parametrize("method", ["put", "patch"])
def test_an_unknown_line_and_one_named_twice_are_refused(api, receivables, path, method):
    invoice = receivables.invoice()
    line = {"id": invoice["invoiceLineItems"][0]["id"], "quantity": 1, "price": 1}
    send = getattr(api, method)
    body = invoice_body({"id": invoice["customerId"]})
    wrong = body | {"invoiceLineItems": [line | {"id": "00f01AAAAAAAAAA00000"}]}
    api.refused(send(path(invoice), json=wrong), 422, code="BDC_1205")
    api.refused(send(path(invoice), json=body | {"invoiceLineItems": [line, line]}), 422)


def test_an_unknown_invoice_is_404_on_every_way(api, receivables):
    unknown = f"/v3/invoices/{UNKNOWN}"
    answers = [
        api.get(unknown), api.patch(unknown, json={}), api.put(unknown, json=invoice_body(receivables.customer())),
        api.post(f"{unknown}/archive"), api.post(f"{unknown}/restore"),
    ]  # fmt: skip
    for answer in answers:
        api.refused(answer, 404, code="BDC_1205")


# Archive


def test_an_archived_invoice_keeps_its_status_and_is_owed_no_more(api, receivables, path, events):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    events.clear()
    archived = api.post(f"{path(invoice)}/archive").json
    assert (archived["archived"], archived["recordStatus"], archived["status"]) == (True, "INACTIVE", "OPEN")
    assert archived["dueAmount"] == 250.25 and receivables.owed(customer) == 0
    assert api.post(f"{path(invoice)}/archive").json == archived
    api.refused(api.patch(path(invoice), json={"dueDate": "2026-05-01"}), 422)
    api.refused(api.put(path(invoice), json=invoice_body(customer)), 422)
    restored = api.post(f"{path(invoice)}/restore").json
    assert (restored["archived"], restored["recordStatus"]) == (False, "ACTIVE") and receivables.owed(
        customer
    ) == 250.25
    assert api.post(f"{path(invoice)}/restore").json == restored
    assert [event for event, _ in events] == ["invoice.archived", "invoice.restored"]


def test_whether_an_invoice_with_payments_is_archived_is_a_choice(api, receivables, path, world):
    customer = receivables.customer()
    paid, unpaid = receivables.invoice(customer), receivables.invoice(customer)
    received = {
        "paymentDate": "2026-03-02",
        "paymentType": "CASH",
        "amount": 1,
        "invoices": [{"id": paid["id"], "amount": 1}],
    }
    assert api.post("/v3/invoices/record-payment", json=received).status_code == 200
    world.choices.update({"invoice.archived_with_payments": "refuse"})
    api.refused(api.post(f"{path(paid)}/archive"), 422)
    assert api.get(path(paid)).json["archived"] is False
    assert api.post(f"{path(unpaid)}/archive").json["archived"] is True
    world.choices.update({"invoice.archived_with_payments": "allow"})
    assert api.post(f"{path(paid)}/archive").json["archived"] is True


def test_an_archived_invoice_may_be_edited_by_choice_and_moves_no_balance(api, receivables, path, world):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    api.post(f"{path(invoice)}/archive")
    world.choices.update({"invoice.archived_takes_edits": True})
    assert api.put(path(invoice), json=invoice_body(customer, 5.0)).json["dueAmount"] == 5
    assert receivables.owed(customer) == 0


# Mail, roles, lists


def test_an_invoice_may_be_mailed_as_it_is_made(api, receivables):
    def mailed():
        return api.get("/_mock/emails").json["emails"]

    receivables.invoice(processingOptions={"sendEmail": False})
    assert mailed() == []
    customer = receivables.customer(email="ap@bay.example")
    invoice = receivables.invoice(customer, invoiceNumber="X7", processingOptions={"sendEmail": True})
    (email,) = mailed()
    assert (email["kind"], email["to"], email["about"]) == ("invoice", ["ap@bay.example"], invoice["id"])
    assert "X7" in email["subject"] and "USD 250.25" in email["text"]
    assert "processingOptions" not in invoice


def test_auditors_read_and_clerks_write(api, receivables):
    invoice = receivables.invoice()
    body = invoice_body({"id": invoice["customerId"]})
    for email, status in (("fay@mockbill.test", 403), ("dana@mockbill.test", 403), ("eli@mockbill.test", 201)):
        other = api.as_user(email)
        assert other.get(f"/v3/invoices/{invoice['id']}").status_code == 200
        assert other.post("/v3/invoices", json=body).status_code == status, email


def test_filters_and_sorts_find_by_every_documented_field(api, receivables):
    customer, job = receivables.customer(), receivables.label("jobs")
    wanted = receivables.invoice(
        customer, invoiceNumber="A-1", invoiceDate="2026-03-05", dueDate="2026-04-01", classifications={"jobId": job}
    )
    receivables.invoice(
        invoiceLineItems=[{"quantity": 1, "price": 999}], invoiceDate="2026-01-01", dueDate="2026-01-02"
    )
    for term in [
        f"id:eq:{wanted['id']}", "invoiceNumber:eq:A-1", 'invoiceNumber:sw:"A-"', f"customerId:eq:{customer['id']}",
        "dueDate:gt:2026-03-30", "invoiceDate:gte:2026-03-05", "totalAmount:lt:500", f"classifications.jobId:eq:{job}",
        "archived:eq:false,status:eq:OPEN,totalAmount:eq:250.25", f'createdTime:lte:"{wanted["createdTime"]}"',
    ]:  # fmt: skip
        answer = api.get("/v3/invoices", query_string={"filters": term})
        assert answer.status_code == 200, (term, answer.text)
        assert [row["id"] for row in answer.json["results"]] == [wanted["id"]], term
    for sort in (
        "dueDate:desc",
        "invoiceDate:desc",
        "totalAmount:asc",
        "createdTime:asc",
        "archived:asc,updatedTime:asc",
    ):
        assert api.get("/v3/invoices", query_string={"sort": sort}).json["results"][0]["id"] == wanted["id"], sort
