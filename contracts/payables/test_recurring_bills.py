"""Recurring bills: templates that make a vendor's bills on a schedule, and pay them if told to."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import lacking, refused


@pytest.fixture
def body(make: Make, today: Any) -> dict[str, Any]:
    """A template whose first bill is far away."""
    return {
        "vendorId": make.vendor()["id"],
        "schedule": {
            "period": "MONTHLY",
            "frequency": 1,
            "nextDueDate": (today() + timedelta(days=60)).isoformat(),
            "daysInAdvance": 7,
        },
        "recurringBillLineItems": [{"amount": 89.0, "description": "Water cooler rental"}],
    }


@pytest.fixture
def template(bill: Client, make: Make, body: dict[str, Any]) -> dict[str, Any]:
    return make.keep(bill.recurring_bills, bill.recurring_bills.create(body))


def made_of(bill: Client, template: dict[str, Any]) -> list[dict[str, Any]]:
    """The bills that a template made."""
    found: list[dict[str, Any]] = bill.bills.list(filters=f"vendorId:eq:{template['vendorId']}").results
    return found


@contract("AP-RECB-001", "A new template is 201 and reads as it was sent.", "D", "docs/ap-recurring-bills")
def test_create(bill: Client, body: dict[str, Any], template: dict[str, Any]) -> None:
    assert template["archived"] is False
    assert template["schedule"] == body["schedule"]
    assert [line["amount"] for line in template["recurringBillLineItems"]] == [89.0]
    assert bill.recurring_bills.get(template["id"]) == template
    found = bill.recurring_bills.list(filters=f"id:eq:{template['id']}").results
    assert [row["id"] for row in found] == [template["id"]]


@contract(
    "AP-RECB-002", "A template without schedule or without lines is refused.", "S", "reference/createrecurringbill"
)
def test_needs(bill: Client, body: dict[str, Any]) -> None:
    for missing in ("schedule", "recurringBillLineItems"):
        sent = {name: value for name, value in body.items() if name != missing}
        lacking(bill.raw("POST", "/v3/recurringbills", json=sent), missing)


@contract("AP-RECB-003", "A PATCH changes a line by its id, which stays.", "D", "docs/ap-recurring-bills")
def test_update(bill: Client, template: dict[str, Any]) -> None:
    line = {"id": template["recurringBillLineItems"][0]["id"], "amount": 95.5, "description": "Larger cooler"}
    changed = bill.recurring_bills.update(template["id"], {"recurringBillLineItems": [line]})
    assert changed["recurringBillLineItems"] == [line]
    assert changed["schedule"] == template["schedule"]


@contract("AP-RECB-004", "A PUT adds lines without id and removes those left out.", "D", "docs/ap-recurring-bills")
def test_replace(bill: Client, body: dict[str, Any], template: dict[str, Any]) -> None:
    replaced = bill.recurring_bills.replace(template["id"], {**body, "recurringBillLineItems": [{"amount": 5.0}]})
    (line,) = replaced["recurringBillLineItems"]
    assert line["amount"] == 5.0
    assert line["id"] != template["recurringBillLineItems"][0]["id"]


@contract("AP-RECB-005", "Archive and restore may be said twice.", "D", "reference/archiverecurringbill")
def test_archive(bill: Client, template: dict[str, Any]) -> None:
    assert [bill.recurring_bills.archive(template["id"])["archived"] for _ in "12"] == [True, True]
    assert [bill.recurring_bills.restore(template["id"])["archived"] for _ in "12"] == [False, False]


@contract("AP-RECB-006", "An unknown template is 404 BDC_1205.", "O", "observed")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.recurring_bills.get("btp01NOSUCHBILL0000a")


@contract(
    "AP-RECB-007",
    "A bill appears days in advance, its invoice number the due date; the template moves on to the next.",
    "D",
    "docs/ap-recurring-bills",
)
def test_made(bill: Client, control: Control, template: dict[str, Any]) -> None:
    due = template["schedule"]["nextDueDate"]
    control.advance(days=52)
    bill.session.login()
    assert made_of(bill, template) == []
    control.advance(days=1, hours=1)
    (made,) = made_of(bill, template)
    assert (made["dueDate"], made["invoice"]["invoiceNumber"], made["amount"]) == (due, due, 89.0)
    assert date.fromisoformat(bill.recurring_bills.get(template["id"])["schedule"]["nextDueDate"]) > date.fromisoformat(
        due
    )


@contract("AP-RECB-008", "Bills that were missed are made at once.", "D", "docs/ap-recurring-bills")
def test_missed(bill: Client, make: Make, body: dict[str, Any], today: Any) -> None:
    start = today() - timedelta(days=15)
    body["schedule"] |= {"period": "WEEKLY", "nextDueDate": start.isoformat(), "daysInAdvance": 0}
    template = make.keep(bill.recurring_bills, bill.recurring_bills.create(body))
    dues = sorted(row["dueDate"] for row in made_of(bill, template))
    assert dues == [(start + timedelta(days=days)).isoformat() for days in (0, 7, 14)]


@contract(
    "AP-RECB-009",
    "Automatic payment is switched on only in a session that passed MFA.",
    "D",
    "docs/ap-recurring-bills",
)
def test_trust(untrusted: Client, body: dict[str, Any]) -> None:
    bank = untrusted.banks.list().results[0]["id"]
    body |= {"processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": bank}}
    with refused(403, "BDC_1361"):
        untrusted.recurring_bills.create(body)
