"""Recurring bills that are refused, and payments that they make by themselves."""

from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@pytest.fixture
def body(make: Make, today: Any) -> dict[str, Any]:
    """A template whose first bill is far away."""
    schedule = {
        "period": "MONTHLY",
        "frequency": 1,
        "nextDueDate": (today() + timedelta(days=60)).isoformat(),
        "daysInAdvance": 7,
    }
    return {"vendorId": make.vendor()["id"], "schedule": schedule, "recurringBillLineItems": [{"amount": 89.0}]}


@contract(
    "AP-RECB-010", "A template of an unknown vendor or account is BDC_1205.", "I", "reference/createrecurringbill"
)
@pytest.mark.parametrize(
    "change",
    [
        {"vendorId": "00901NOSUCHVENDOR000"},
        {"paymentInformation": {"bankAccountId": "bac01NOSUCHACCOUN000"}},
        {"recurringBillLineItems": [{"amount": 1, "classifications": {"chartOfAccountId": "0ca01NOSUCHACCOUN000"}}]},
    ],
)
def test_unknown(bill: Client, body: dict[str, Any], change: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        bill.recurring_bills.create(body | change)


@contract("AP-RECB-011", "Automatic payment needs a bank account.", "S", "reference/createrecurringbill")
def test_bank_account(trusted: Client, body: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        trusted.recurring_bills.create(body | {"processingOptions": {"autoPayment": True}})


@contract(
    "AP-RECB-012",
    "A period that is none, and a line without amount, are refused with 400.",
    "D",
    "docs/ap-recurring-bills",
)
@pytest.mark.parametrize(
    "wrong", [{"schedule": {"period": "HOURLY"}}, {"recurringBillLineItems": [{"description": "x"}]}]
)
def test_shape(bill: Client, body: dict[str, Any], wrong: dict[str, Any]) -> None:
    schedule = {**body["schedule"], **wrong.get("schedule", {})}
    judge(bill.raw("POST", "/v3/recurringbills", json={**body, **wrong, "schedule": schedule}), 400)


@contract("AP-RECB-013", "A template of an archived vendor is refused.", "I", "docs/ap-recurring-bills")
def test_archived_vendor(bill: Client, body: dict[str, Any]) -> None:
    bill.vendors.archive(body["vendorId"])
    with refused(CLIENT_ERROR):
        bill.recurring_bills.create(body)


@contract(
    "AP-RECB-014", "An archived template makes no bills, and one past its end neither.", "I", "docs/ap-recurring-bills"
)
@pytest.mark.parametrize("how", ["archived", "ended"])
def test_no_more(bill: Client, make: Make, control: Control, body: dict[str, Any], today: Any, how: str) -> None:
    start = today() + timedelta(days=3)
    body["schedule"] |= {"period": "WEEKLY", "nextDueDate": start.isoformat(), "daysInAdvance": 0}
    if how == "ended":
        body["schedule"]["endDate"] = start.isoformat()
    template = make.keep(bill.recurring_bills, bill.recurring_bills.create(body))
    if how == "archived":
        bill.recurring_bills.archive(template["id"])
    control.advance(days=20)
    bill.session.login()
    found = bill.bills.list(filters=f"vendorId:eq:{body['vendorId']}").results
    assert [row["dueDate"] for row in found] == ([] if how == "archived" else [start.isoformat()])


@contract(
    "AP-RECB-015",
    "With automatic payment a bill is paid without being asked, which its notification calls RECURRING_PAYMENT.",
    "D",
    "docs/ap-recurring-bills",
)
def test_paid(
    trusted: Client, make: Make, control: Control, body: dict[str, Any], today: Any, subscribe: Any, receiver: Receiver
) -> None:
    subscribe("payment.updated", "bill.created")
    trusted.mfa.trust("123456")
    bank = trusted.banks.list(filters="status:eq:VERIFIED,archived:eq:false").results[0]
    body["schedule"] |= {"nextDueDate": (today() + timedelta(days=14)).isoformat(), "daysInAdvance": 10}
    body |= {"processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": bank["id"]}}
    make.keep(trusted.recurring_bills, trusted.recurring_bills.create(body))
    assert trusted.vendors.get(body["vendorId"])["recurringPayments"] is True
    control.advance(days=5)
    control.drain()
    trusted.session.login()
    (payment,) = trusted.payments.list(filters=f"vendorId:eq:{body['vendorId']}").results
    assert (payment["singleStatus"], payment["amount"]) == ("SCHEDULED", 89.0)
    told = [one.json for one in receiver.arrived]
    types = {row["payment"]["billingType"] for row in told if row.get("payment", {}).get("id") == payment["id"]}
    assert types == {"RECURRING_PAYMENT"}
    assert payment["billId"] in [row["bill"]["id"] for row in told if "bill" in row]
