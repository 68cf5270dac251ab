"""Recurring invoices: templates that make a customer's invoices on a schedule, and mail them if told to."""

from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

UNKNOWN = "rit01NOSUCHINVOI000a"


@pytest.fixture
def template(make: Make) -> dict[str, Any]:
    return make.template()


def made_of(bill: Client, template: dict[str, Any]) -> list[dict[str, Any]]:
    """The invoices that a template made."""
    filters = f"customerId:eq:{template['customerId']}"
    found: list[dict[str, Any]] = bill.invoices.list(filters=filters, sort="dueDate:asc").results
    return found


@contract("AR-RECI-001", "A new template is 201 and reads as it was sent.", "D", "docs/ar-recurring-invoices")
def test_create(bill: Client, make: Make) -> None:
    sent = make.template_body(description="Locker rental", sendEmail=True)
    made = make.keep(bill.recurring_invoices, bill.recurring_invoices.create(sent))
    assert {name: made[name] for name in ("customerId", "schedule", "description", "sendEmail")} == {
        name: sent[name] for name in ("customerId", "schedule", "description", "sendEmail")
    }
    (line,) = made["recurringInvoiceLineItems"]
    assert (line["amount"], line["quantity"], line["description"]) == (35, 1, "Locker rental")
    assert made["archived"] is False
    assert bill.recurring_invoices.get(made["id"]) == made
    assert bill.recurring_invoices.list(filters=f"id:eq:{made['id']}").results == [made]


@contract(
    "AR-RECI-002",
    "A template without customer, schedule or lines is refused.",
    "D",
    "hc/reference/createrecurringinvoice",
)
@pytest.mark.parametrize("missing", ["customerId", "schedule", "recurringInvoiceLineItems"])
def test_required(bill: Client, make: Make, missing: str) -> None:
    sent = make.template_body()
    del sent[missing]
    lacking(bill.raw("POST", "/v3/recurring-invoices", json=sent), missing)


@contract("AR-RECI-003", "A description has at most 4000 characters.", "D", "hc/reference/createrecurringinvoice")
def test_description(bill: Client, make: Make) -> None:
    with refused(400):
        bill.recurring_invoices.create(make.template_body(description="x" * 4001))


@contract(
    "AR-RECI-004",
    "A schedule that ends before it begins, or comes round in no or negative time, is refused.",
    "I",
    "hc/reference/createrecurringinvoice",
)
@pytest.mark.parametrize("change", [{"endDate": "2001-01-01"}, {"frequency": 0}, {"daysInAdvance": -1}])
def test_schedule(bill: Client, make: Make, change: dict[str, Any]) -> None:
    sent = make.template_body()
    sent["schedule"] |= change
    judge(bill.raw("POST", "/v3/recurring-invoices", json=sent), 400)


@contract("AR-RECI-005", "A PATCH changes a line by its id, which stays.", "D", "reference/updaterecurringinvoice")
def test_patch(bill: Client, template: dict[str, Any]) -> None:
    (line,) = template["recurringInvoiceLineItems"]
    sent = {"id": line["id"], "amount": 40.5, "quantity": 1, "description": "Larger locker"}
    changed = bill.recurring_invoices.update(template["id"], {"recurringInvoiceLineItems": [sent]})
    (shown,) = changed["recurringInvoiceLineItems"]
    assert {name: shown[name] for name in sent} == sent
    assert changed["schedule"] == template["schedule"]


@contract(
    "AR-RECI-006", "A PUT adds lines without id and removes those left out.", "D", "reference/replacerecurringinvoice"
)
def test_put(bill: Client, make: Make, template: dict[str, Any]) -> None:
    body = make.template_body(
        {"id": template["customerId"]}, recurringInvoiceLineItems=[{"amount": 5.0, "quantity": 1}]
    )
    replaced = bill.recurring_invoices.replace(template["id"], body)
    (line,) = replaced["recurringInvoiceLineItems"]
    assert line["amount"] == 5
    assert line["id"] != template["recurringInvoiceLineItems"][0]["id"]


@contract("AR-RECI-007", "Archive and restore may be said twice.", "D", "reference/archiverecurringinvoice")
def test_archive(bill: Client, template: dict[str, Any]) -> None:
    assert [bill.recurring_invoices.archive(template["id"])["archived"] for _ in "12"] == [True, True]
    assert [bill.recurring_invoices.restore(template["id"])["archived"] for _ in "12"] == [False, False]


@contract("AR-RECI-008", "An unknown template is 404 BDC_1205.", "I", "reference/getrecurringinvoice")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.recurring_invoices.get(UNKNOWN)


@contract("AR-RECI-009", "BILL's own sample query sorts by archived.", "D", "reference/listrecurringinvoices")
def test_sort(bill: Client, make: Make) -> None:
    customer = make.customer()
    first, second = make.template(customer), make.template(customer)
    bill.recurring_invoices.archive(first["id"])
    found = bill.recurring_invoices.list(sort="archived", filters=f"customerId:eq:{customer['id']}").results
    assert [row["id"] for row in found] == [second["id"], first["id"]]


@contract(
    "AR-RECI-010",
    "An unknown or archived customer, an unknown label or payment term is refused.",
    "I",
    "reference/createrecurringinvoice",
)
def test_references(bill: Client, make: Make) -> None:
    archived = make.customer()
    bill.customers.archive(archived["id"])
    for change in (
        {"customerId": "0cu01NOSUCHCUSTO0000"},
        {"customerId": archived["id"]},
        {"classifications": {"jobId": "job01NOSUCHJOB00000"}},
        {"paymentTermId": "00p01NOSUCHTERM00000"},
    ):
        with refused(CLIENT_ERROR):
            bill.recurring_invoices.create(make.template_body(**change))


@contract(
    "AR-RECI-011",
    "Invoices whose time is past are made at once, all of them, each numbered by its due date.",
    "D",
    "docs/ar-recurring-invoices",
)
def test_missed(bill: Client, make: Make, today: Any) -> None:
    start = today() - timedelta(days=15)
    schedule = {"period": "WEEKLY", "frequency": 1, "nextDueDate": start.isoformat(), "daysInAdvance": 0}
    template = make.template(schedule=schedule)
    made = made_of(bill, template)
    days = [(start + timedelta(days=days)).isoformat() for days in (0, 7, 14)]
    assert [row["dueDate"] for row in made] == [row["invoiceNumber"] for row in made] == days
    assert [row["totalAmount"] for row in made] == [35, 35, 35]
    assert template["schedule"]["nextDueDate"] == (start + timedelta(days=21)).isoformat()


@contract(
    "AR-RECI-012",
    "An invoice appears days in advance of its due date; the template moves on to the next.",
    "D",
    "docs/ar-recurring-invoices",
)
def test_made(bill: Client, control: Control, template: dict[str, Any]) -> None:
    due = template["schedule"]["nextDueDate"]
    control.advance(days=52)
    bill.session.login()
    assert made_of(bill, template) == []
    control.advance(days=1, hours=1)
    (made,) = made_of(bill, template)
    assert (made["dueDate"], made["invoiceNumber"], made["totalAmount"], made["status"]) == (due, due, 35, "OPEN")
    assert bill.recurring_invoices.get(template["id"])["schedule"]["nextDueDate"] > due


@contract(
    "AR-RECI-013", "With sendEmail each invoice is mailed to its customer.", "D", "reference/createrecurringinvoice"
)
def test_mailed(bill: Client, control: Control, make: Make, today: Any) -> None:
    schedule = {"period": "YEARLY", "frequency": 1, "nextDueDate": today().isoformat()}
    mailed, silent = make.template(schedule=schedule, sendEmail=True), make.template(schedule=schedule)
    about = [mail["about"] for mail in control.ask("GET", "/emails")["emails"]]
    assert about.count(made_of(bill, mailed)[0]["id"]) == 1
    assert about.count(made_of(bill, silent)[0]["id"]) == 0


@contract("AR-RECI-014", "An archived template makes no invoices.", "I", "reference/archiverecurringinvoice")
def test_archived(bill: Client, control: Control, make: Make, today: Any) -> None:
    schedule = {"period": "DAILY", "frequency": 1, "nextDueDate": (today() + timedelta(days=2)).isoformat()}
    template = make.template(schedule=schedule)
    bill.recurring_invoices.archive(template["id"])
    control.advance(days=5)
    bill.session.login()
    assert made_of(bill, template) == []


@contract(
    "AR-RECI-015", "A change of the template counts for the invoices to come.", "D", "reference/updaterecurringinvoice"
)
def test_change(bill: Client, control: Control, make: Make, today: Any) -> None:
    schedule = {"period": "WEEKLY", "frequency": 1, "nextDueDate": today().isoformat()}
    template = make.template(schedule=schedule)
    line = {"id": template["recurringInvoiceLineItems"][0]["id"], "amount": 50.0, "quantity": 1}
    bill.recurring_invoices.update(template["id"], {"recurringInvoiceLineItems": [line]})
    control.advance(days=8)
    bill.session.login()
    assert [row["totalAmount"] for row in made_of(bill, template)] == [35, 50]
