"""Payment terms of vendors: which there are, and what they do to the bills that BILL makes by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import judge


@pytest.fixture(scope="module")
def term(world: Any, bill: Client) -> dict[str, Any]:
    """One with days that no term has yet: BILL has no way to take one away."""
    terms = bill.payment_terms(world.session.organizationId)
    taken = {row["daysDue"] for row in terms.iterate()}
    days = next(days for days in range(900, 0, -1) if days not in taken)
    return terms.create({"name": unique("Net"), "daysDue": days})


@contract(
    "AP-TERM-001", "A vendor's paymentTermId names a payment term, and no other is taken.", "I", "docs/ap-vendors"
)
def test_vendor_term(bill: Client, make: Make, term: dict[str, Any]) -> None:
    vendor = make.vendor(additionalInfo={"paymentTermId": term["id"]})
    assert vendor["additionalInfo"]["paymentTermId"] == term["id"]
    unknown = {"additionalInfo": {"paymentTermId": "00p01NOSUCHTERM00000"}}
    judge(bill.raw("POST", "/v3/vendors", json=make.vendor_body(**unknown)), 422, "BDC_1205")
    judge(bill.raw("PATCH", f"/v3/vendors/{vendor['id']}", json=unknown), 422, "BDC_1205")


@contract(
    "AP-TERM-002",
    "A recurring bill's bills are dated the vendor's payment term before they are due, without one on the day itself.",
    "D",
    "help Calculating due date for recurring bills",
)
def test_recurring(bill: Client, make: Make, control: Control, today: Any, term: dict[str, Any]) -> None:
    due = today() + timedelta(days=1)
    for vendor, days in (
        (make.vendor(), 0),
        (make.vendor(additionalInfo={"paymentTermId": term["id"]}), term["daysDue"]),
    ):
        schedule = {"period": "YEARLY", "frequency": 1, "nextDueDate": due.isoformat(), "daysInAdvance": 30}
        body = {"vendorId": vendor["id"], "schedule": schedule, "recurringBillLineItems": [{"amount": 5.0}]}
        make.keep(bill.recurring_bills, bill.recurring_bills.create(body))
        control.advance(days=1)
        (made,) = bill.bills.list(filters=f"vendorId:eq:{vendor['id']}").results
        assert made["dueDate"] == due.isoformat()
        assert date.fromisoformat(made["invoice"]["invoiceDate"]) == due - timedelta(days=days)
        due = today() + timedelta(days=1)
