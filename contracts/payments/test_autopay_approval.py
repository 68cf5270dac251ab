"""Autopay of bills that need approval: paid once approved in time, and by hand alone after that."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.receiver import Receiver
from billcontracts.refusals import judge


@pytest.fixture
def vendor(trusted: Client, control: Control, make: Make, bank: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A vendor with autopay, whose bills the signed-in user approves."""
    account = {"nameOnAccount": "L", "accountNumber": "0011226621", "routingNumber": "071000013"}
    plan = {"enabled": True, "bankAccountId": bank["id"], "daysBeforeDueDate": 2}
    vendor = make.vendor(paymentInformation={"bankAccount": account}, autoPay=plan)
    rules = [{"key": "VENDOR_ID", "op": "UNDEFINED", "values": [vendor["id"]]}]
    approvers = [trusted.session.info()["userId"]]
    made = trusted.approval_policies.create({"policyName": unique("Policy"), "rules": rules, "approvers": approvers})
    yield vendor
    trusted.approval_policies.delete(made["id"])


@pytest.fixture
def routed(make: Make, vendor: dict[str, Any], today: Any) -> dict[str, Any]:
    """A bill that waits for its approver, due in three weeks."""
    return make.invoice(vendor, dueDate=(today() + timedelta(days=21)).isoformat(), billApprovals=True)


@pytest.fixture
def approve(trusted: Client) -> Callable[[dict[str, Any]], Any]:
    return lambda invoice: trusted.approvals.act([{"billId": invoice["id"], "action": "APPROVE"}])


def payments_to(client: Client, vendor: dict[str, Any]) -> list[dict[str, Any]]:
    return list(client.payments.iterate(filters=f"vendorId:eq:{vendor['id']}"))


@contract(
    "PA-AUTO-007",
    "A bill approved in time is paid by itself, no earlier than it is approved.",
    "D",
    "help Auto-Pay for vendors",
)
def test_approved(trusted: Client, control: Control, vendor: Any, routed: Any, approve: Any, today: Any) -> None:
    control.advance(hours=1)
    assert payments_to(trusted, vendor) == []
    approve(routed)
    control.advance(hours=1)
    (payment,) = payments_to(trusted, vendor)
    assert (payment["billId"], payment["singleStatus"]) == (routed["id"], "SCHEDULED")
    assert today().isoformat() < payment["processDate"] < routed["dueDate"]


@contract(
    "PA-AUTO-008",
    "A bill not approved by the day it was to be paid is told of as not ready, and not paid by itself once approved.",
    "D",
    "help Auto-Pay for vendors",
)
def test_too_late(
    trusted: Client, control: Control, vendor: Any, routed: Any, approve: Any, subscribe: Any, receiver: Receiver
) -> None:
    subscribe("autopay.failed")
    control.advance(days=22)
    control.drain()
    (told,) = (one.json for one in receiver.arrived if one.json["vendor"]["id"] == vendor["id"])
    assert [(str(error["code"]), error["message"]) for error in told["errors"]] == [("4", "Bill not ready to be paid.")]
    approve(routed)
    control.advance(hours=1)
    assert payments_to(trusted, vendor) == []


@contract("PA-AUTO-009", "daysBeforeDueDate is 0 to 60.", "D", "help Auto-Pay for vendors")
@pytest.mark.parametrize("days", [-1, 61])
def test_days(trusted: Client, make: Make, bank: dict[str, Any], days: int) -> None:
    plan = {"enabled": True, "bankAccountId": bank["id"], "daysBeforeDueDate": days}
    judge(trusted.raw("POST", "/v3/vendors", json=make.vendor_body(autoPay=plan)), 400)


@contract(
    "PA-AUTO-010",
    "A recurring bill that is paid by itself switches its vendor's autopay off.",
    "D",
    "help Auto-Pay for vendors",
)
def test_recurring(trusted: Client, make: Make, vendor: Any, bank: dict[str, Any], today: Any) -> None:
    day = (today() + timedelta(days=90)).isoformat()
    body = {
        "vendorId": vendor["id"],
        "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": day},
        "recurringBillLineItems": [{"amount": 5.0}],
        "processingOptions": {"autoPayment": True},
        "paymentInformation": {"bankAccountId": bank["id"]},
    }
    make.keep(trusted.recurring_bills, trusted.recurring_bills.create(body))
    assert trusted.vendors.get(vendor["id"])["autoPay"]["enabled"] is False
