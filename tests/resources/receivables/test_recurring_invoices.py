"""Recurring invoices: what is kept, and what the clock makes of them."""

import pytest

from mockbill.resources import emails

from .conftest import template_body

PATH = "/v3/recurring-invoices"
TODAY = "2026-03-02"


@pytest.fixture
def customer(receivables):
    return receivables.customer()


@pytest.fixture
def dues(receivables, customer):
    """Tells the due dates of the customer's invoices."""
    return lambda: [row["dueDate"] for row in receivables.invoices_of(customer)]


def schedule(**changes):
    return {"period": "WEEKLY", "frequency": 1, "nextDueDate": "2026-03-09", "daysInAdvance": 0} | changes


def put_line(*amounts):
    return [{"amount": amount} for amount in amounts]


def test_a_template_reads_as_it_was_sent(receivables, customer):
    labels = {"departmentId": receivables.label("departments")}
    of_line = {**labels, "itemId": receivables.label("items")}
    line = {"amount": 70, "quantity": 2, "description": "Locker 12", "taxable": True, "classifications": of_line}
    more = {"description": "Rental", "paymentTermId": receivables.term()["id"], "sendEmail": True}
    made = receivables.template(customer, recurringInvoiceLineItems=[line], classifications=labels, **more)
    (kept,) = made["recurringInvoiceLineItems"]
    assert made == {
        "id": made["id"], "customerId": customer["id"], "archived": False, **more, "classifications": labels,
        "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-03-31", "daysInAdvance": 5},
        "recurringInvoiceLineItems": [{"id": kept["id"], **line, "price": 35}],
        "createdTime": made["createdTime"], "updatedTime": made["createdTime"],
    }  # fmt: skip
    assert made["id"].startswith("rit") and kept["id"].startswith("ril")
    assert receivables.read("recurring-invoices", made) == made
    assert receivables.invoices_of(customer) == []


def test_a_line_has_an_amount_or_a_price_and_is_of_one_piece_unless_told(receivables, customer):
    lines = [{"amount": 10}, {"price": 2.5, "quantity": 3}, {"price": 4}]
    made = receivables.template(customer, recurringInvoiceLineItems=lines)
    shown = [(one["amount"], one["quantity"], one["price"]) for one in made["recurringInvoiceLineItems"]]
    assert shown == [(10, 1, 10), (7.5, 3, 2.5), (4, 1, 4)]
    assert made["schedule"]["daysInAdvance"] == 5 and made["sendEmail"] is False


def test_the_invoice_appears_days_in_advance_and_the_due_date_moves_on(receivables, customer, dues):
    made = receivables.template(customer)
    receivables.later(days=23)  # March 25
    assert dues() == []
    receivables.later(days=1)
    assert dues() == ["2026-03-31"]
    receivables.api.login()
    assert receivables.read("recurring-invoices", made)["schedule"]["nextDueDate"] == "2026-04-30"
    receivables.later(days=30)
    assert dues() == ["2026-03-31", "2026-04-30"]


def test_a_made_invoice_is_of_the_template_its_number_the_due_date(receivables, customer, events):
    labels = {"jobId": receivables.label("jobs")}
    term = receivables.term()["id"]
    line = {"amount": 35, "quantity": 2, "description": "Locker", "classifications": labels}
    receivables.template(
        customer, schedule=schedule(nextDueDate=TODAY), recurringInvoiceLineItems=[line], classifications=labels,
        paymentTermId=term, description="Rental",
    )  # fmt: skip
    (invoice,) = receivables.invoices_of(customer)
    assert (invoice["invoiceNumber"], invoice["dueDate"], invoice["invoiceDate"]) == (TODAY, TODAY, TODAY)
    assert (invoice["totalAmount"], invoice["status"], invoice["paymentTermId"]) == (35, "OPEN", term)
    assert invoice["classifications"] == labels
    (made,) = invoice["invoiceLineItems"]
    assert made["id"].startswith("00f") and made["classifications"] == labels
    assert (made["description"], made["quantity"], made["price"]) == ("Locker", 2, 17.5)
    assert receivables.owed(customer) == 35
    assert [event for event, _ in events] == ["invoice.created"]


def test_missed_invoices_are_made_at_once(receivables, customer, dues, events):
    made = receivables.template(customer, schedule=schedule(nextDueDate="2026-02-10"))
    assert dues() == ["2026-02-10", "2026-02-17", "2026-02-24"]
    assert made["schedule"]["nextDueDate"] == "2026-03-03"
    assert [event for event, _ in events] == ["invoice.created"] * 3


def test_more_than_can_be_made_at_once_is_refused_and_nothing_is_made(api, customer, dues):
    body = template_body(customer, schedule=schedule(period="DAILY", nextDueDate="2020-01-01"))
    api.refused(api.post(PATH, json=body), 422)
    assert dues() == [] and api.get(PATH).json["results"] == []


def test_two_templates_may_make_invoices_of_one_number(receivables, customer, dues):
    for _ in range(2):
        receivables.template(customer, schedule=schedule(nextDueDate=TODAY))
    assert dues() == [TODAY, TODAY]


@pytest.mark.parametrize("wanted", [True, False])
def test_an_invoice_is_mailed_if_told_to(receivables, customer, wanted):
    receivables.template(customer, sendEmail=wanted)
    receivables.later(days=24)
    (invoice,) = receivables.invoices_of(customer)
    sent = emails.sent(receivables.inside(), kind="invoice")
    assert [(mail["to"], mail["about"]) for mail in sent] == [([customer["email"]], invoice["id"])] * wanted


def test_nothing_is_made_after_the_end(receivables, customer, dues):
    made = receivables.template(customer, schedule=schedule(endDate="2026-03-16"))
    receivables.later(days=40)
    assert dues() == ["2026-03-09", "2026-03-16"]
    changed = receivables.api.patch(f"{PATH}/{made['id']}", json={"description": "It is over"})
    assert (changed.status_code, changed.json["schedule"]["nextDueDate"]) == (200, "2026-03-23")


def test_an_archived_template_makes_none_and_a_restored_one_makes_up_for_them(api, receivables, customer, dues):
    path = f"{PATH}/{receivables.template(customer, schedule=schedule())['id']}"
    first, second = (api.post(f"{path}/archive") for _ in range(2))
    assert first.json["archived"] is True and second.json == first.json
    receivables.later(days=10)
    assert dues() == []
    first, second = (api.post(f"{path}/restore") for _ in range(2))
    assert first.json["archived"] is False and second.json == first.json
    assert dues() == ["2026-03-09"]


def test_an_archived_customer_gets_no_more(api, receivables, customer, dues):
    made = receivables.template(customer)
    api.post(f"/v3/customers/{customer['id']}/archive")
    api.refused(api.post(PATH, json=template_body(customer)), 422)
    api.refused(api.patch(f"{PATH}/{made['id']}", json={"description": "x"}), 422)
    receivables.later(days=40)
    assert dues() == []
    assert receivables.read("recurring-invoices", made)["schedule"]["nextDueDate"] == "2026-04-30"


def test_an_edit_counts_for_the_invoices_to_come(api, receivables, customer):
    made = receivables.template(customer, schedule=schedule(nextDueDate=TODAY))
    line = {"id": made["recurringInvoiceLineItems"][0]["id"], "amount": 100}
    changed = api.patch(f"{PATH}/{made['id']}", json={"recurringInvoiceLineItems": [line]}).json
    (kept,) = changed["recurringInvoiceLineItems"]
    assert kept == made["recurringInvoiceLineItems"][0] | {"amount": 100, "price": 100}
    receivables.later(days=7)
    assert [row["totalAmount"] for row in receivables.invoices_of(customer)] == [35, 100]


def test_a_patch_adds_lines_and_merges_the_schedule(api, receivables, customer):
    made = receivables.template(customer)
    change = {"recurringInvoiceLineItems": put_line(5), "schedule": {"frequency": 2, "endDate": "2027-01-01"}}
    changed = api.patch(f"{PATH}/{made['id']}", json=change).json
    assert [one["amount"] for one in changed["recurringInvoiceLineItems"]] == [35, 5]
    assert changed["schedule"] == made["schedule"] | change["schedule"]


@pytest.mark.parametrize("omitted", ["kept", "cleared"])
def test_a_put_adds_and_removes_lines(api, world, receivables, customer, omitted):
    made = receivables.template(customer, description="Water", sendEmail=True, recurringInvoiceLineItems=put_line(1, 2))
    world.choices.update({"invoice.put_omitted": omitted})
    kept = made["recurringInvoiceLineItems"][1]["id"]
    body = template_body(customer, recurringInvoiceLineItems=[{"id": kept, "amount": 3, "quantity": 1}, {"amount": 4}])
    put = api.put(f"{PATH}/{made['id']}", json=body).json
    assert [line["amount"] for line in put["recurringInvoiceLineItems"]] == [3, 4]
    assert put["recurringInvoiceLineItems"][0]["id"] == kept
    assert (put.get("description"), put["sendEmail"]) == (("Water", True) if omitted == "kept" else (None, False))


def test_what_bill_answers_can_be_put_back(api, receivables, customer):
    made = receivables.template(customer, sendEmail=True)
    put = api.put(f"{PATH}/{made['id']}", json=made).json
    assert put == made | {"updatedTime": put["updatedTime"]}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"customerId": "0cu01AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"customerId": ""}, 400, None),
        ({"schedule": None}, 400, None),
        ({"schedule": schedule(period="NONE")}, 400, None),
        ({"schedule": schedule(frequency=0)}, 400, None),
        ({"schedule": schedule(daysInAdvance=-1)}, 400, None),
        ({"schedule": schedule(endDate="2026-03-08")}, 400, None),
        ({"schedule": schedule(nextDueDate="0001-01-01")}, 422, "BDC_1143"),
        ({"recurringInvoiceLineItems": []}, 400, None),
        ({"recurringInvoiceLineItems": [{"description": "free"}]}, 400, None),
        ({"recurringInvoiceLineItems": [{"amount": 5, "quantity": 0}]}, 422, "BDC_1143"),
        ({"recurringInvoiceLineItems": [{"amount": -1}]}, 422, "BDC_1143"),
        ({"recurringInvoiceLineItems": [{"amount": 1, "classifications": {"jobId": "job1"}}]}, 422, "BDC_1205"),
        ({"classifications": {"jobId": "job01AAAAAAAAAA00000"}}, 422, "BDC_1205"),
        ({"paymentTermId": "00p01AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"description": "x" * 4001}, 400, "BDC_1143"),
    ],
)
def test_a_template_that_cannot_work_is_refused(api, world, receivables, customer, change, status, code):
    made = receivables.template(customer)
    before = world.fingerprint()
    api.refused(api.post(PATH, json=template_body(customer) | change), status, code=code)
    api.refused(api.put(f"{PATH}/{made['id']}", json=template_body(customer) | change), status, code=code)
    assert world.fingerprint() == before


def test_unknown_ids_are_refused(api, receivables, customer):
    made = receivables.template(customer)
    unknown = f"{PATH}/rit01AAAAAAAAAA00000"
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {}), ("PUT", "", template_body(customer)),
        ("POST", "/archive", None), ("POST", "/restore", None),
    ):  # fmt: skip
        answer = api.call(method, unknown + path, **({} if body is None else {"json": body}))
        api.refused(answer, 404, code="BDC_1205")
    lines = {"recurringInvoiceLineItems": [{"id": "ril01AAAAAAAAAA00000", "amount": 1}]}
    api.refused(api.patch(f"{PATH}/{made['id']}", json=lines), 422, code="BDC_1205")


def test_templates_are_listed_by_customer_and_state(api, receivables, customer):
    made = [receivables.template(customer), receivables.template(customer)]
    receivables.template(receivables.customer())
    api.post(f"{PATH}/{made[0]['id']}/archive")
    of_customer = f"customerId:eq:{customer['id']}"
    for filters, expected in ((f"{of_customer},archived:eq:false", made[1:]), (of_customer, made)):
        found = api.get(f"{PATH}?filters={filters}&sort=archived:desc").json["results"]
        assert [row["id"] for row in found] == [row["id"] for row in expected]
    assert len(api.get(f"{PATH}?sort=archived").json["results"]) == 3
