"""Vendors with autopay: BILL pays their new bills by itself, or tells why not."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver
from billcontracts.refusals import refused


@pytest.fixture
def autopaid(trusted: Client, control: Control, make: Make, bank: dict[str, Any]) -> Any:
    """Makes a vendor whose bills are paid by themselves. Only where the time until then can be passed over."""

    def made(**plan: Any) -> dict[str, Any]:
        wanted = {"enabled": True, "bankAccountId": bank["id"], "maxAmount": 500, "daysBeforeDueDate": 3, **plan}
        account = {"nameOnAccount": "L", "accountNumber": "0011226621", "routingNumber": "071000013"}
        return make.vendor(paymentInformation={"bankAccount": account}, autoPay=wanted)

    return made


def payments_to(client: Client, vendor: dict[str, Any]) -> list[dict[str, Any]]:
    return list(client.payments.iterate(filters=f"vendorId:eq:{vendor['id']}"))


@contract(
    "PA-AUTO-001",
    "A new bill of an autopay vendor is paid without being asked.",
    "D",
    "docs/vendor-autopay-notification-payloads",
)
def test_paid(trusted: Client, control: Control, make: Make, autopaid: Any) -> None:
    vendor = autopaid()
    invoice = make.invoice(vendor)
    control.advance(hours=1)
    (payment,) = payments_to(trusted, vendor)
    assert (payment["billId"], payment["amount"], payment["singleStatus"]) == (invoice["id"], 100.0, "SCHEDULED")
    assert payment["createdBy"] == vendor["autoPay"]["createdBy"]
    assert trusted.bills.get(invoice["id"])["paymentStatus"] == "SCHEDULED"


@contract(
    "PA-AUTO-002",
    "It is paid daysBeforeDueDate days before it is due, or on the banking day before that.",
    "I",
    "docs/vendor-autopay-notification-payloads",
)
def test_process_date(trusted: Client, control: Control, make: Make, autopaid: Any, today: Any) -> None:
    vendor = autopaid()
    due = today() + timedelta(days=40)
    make.invoice(vendor, dueDate=due.isoformat())
    control.advance(hours=1)
    (payment,) = payments_to(trusted, vendor)
    day = date.fromisoformat(payment["processDate"])
    assert due - timedelta(days=3 + 4) < day <= due - timedelta(days=3)
    assert day.weekday() < 5


@contract("PA-AUTO-003", "A bill above maxAmount is left alone.", "I", "docs/vendor-autopay-notification-payloads")
def test_most(trusted: Client, control: Control, make: Make, autopaid: Any) -> None:
    vendor = autopaid()
    make.invoice(vendor, 500.01)
    control.advance(hours=1)
    assert payments_to(trusted, vendor) == []


@contract("PA-AUTO-004", "Autopay is switched on only in a session that passed MFA.", "D", "docs/ap-vendors")
def test_trust(untrusted: Client, make: Make, bank: dict[str, Any]) -> None:
    with refused(403, "BDC_1361"):
        untrusted.vendors.create(make.vendor_body(autoPay={"enabled": True, "bankAccountId": bank["id"]}))


@contract(
    "PA-AUTO-005",
    "payment.updated says BILL_AUTOPAY of a payment that autopay made.",
    "D",
    "docs/payment-webhook-notification-payloads",
)
def test_billing_type(control: Control, make: Make, autopaid: Any, subscribe: Any, receiver: Receiver) -> None:
    subscribe("payment.updated")
    vendor = autopaid()
    make.invoice(vendor)
    control.advance(hours=1)
    control.drain()
    told = [one.json["payment"] for one in receiver.arrived]
    assert [row["billingType"] for row in told if row["vendor"]["id"] == vendor["id"]] == ["BILL_AUTOPAY"]


FAILURES = {
    "1": "User is inactive.",
    "2": "User is unauthorized.",
    "3": "Bank account is inactive.",
    "4": "Bill not ready to be paid.",
    "5": "Bill has existing payment.",
    "6": "Cannot pay offline vendor.",
}


def bookkeeper(trusted: Client, world: Any, vendor: dict[str, Any]) -> str:
    """Has another user, who may not pay, switch a vendor's autopay on; that user's id."""
    session = world.session
    ben = world.client(type(session)("ben@mockbill.test", session.password, session.organizationId, session.devKey))
    id: str = ben.session.login()["userId"]
    ben.mfa.trust("123456")
    trusted.vendors.update(vendor["id"], {"autoPay": {"enabled": False}})
    ben.vendors.update(vendor["id"], {"autoPay": {"enabled": True}})
    return id


@contract(
    "PA-AUTO-006",
    "autopay.failed names vendor and account, and says why with one of six codes.",
    "D",
    "docs/vendor-autopay-notification-payloads",
)
@pytest.mark.parametrize("code", FAILURES)
def test_failed(
    trusted: Client,
    control: Control,
    world: Any,
    make: Make,
    pay: Any,
    autopaid: Any,
    subscribe: Any,
    receiver: Receiver,
    bank: dict[str, Any],
    code: str,
) -> None:
    subscribe("autopay.failed")
    vendor, account, owner = autopaid(), bank["id"], bank["createdBy"]
    if code in ("1", "2"):
        owner = bookkeeper(trusted, world, vendor)
    if code == "3":
        account = trusted.banks.create({
            "nameOnAccount": "R", "routingNumber": "074000010", "accountNumber": "5551", "type": "CHECKING",
            "ownerType": "BUSINESS", "bankName": "Fresh",
        })["id"]  # fmt: skip
        trusted.vendors.update(vendor["id"], {"autoPay": {"bankAccountId": account}})
    if code == "6":
        abroad = {"line1": "1 Gasse", "city": "Bern", "zipOrPostalCode": "3000", "country": "CH"}
        vendor = make.vendor(address=abroad, autoPay={"enabled": True, "bankAccountId": account})
    invoice = make.invoice(vendor)
    if code == "1":
        trusted.users.archive(owner)
    if code == "4":
        trusted.bills.archive(invoice["id"])
    if code == "5":
        pay(invoice, 10.0)
    control.advance(hours=1)
    control.drain()
    if code == "1":
        trusted.users.restore(owner)
    (told,) = (one.json for one in receiver.arrived if one.json["vendor"]["id"] == vendor["id"])
    assert told["vendor"] == {"id": vendor["id"], "name": vendor["name"]}
    assert told["fundingAccount"] == {"id": account, "type": "BANK_ACCOUNT"}
    assert told["createdBy"] == owner
    (error,) = told["errors"]
    assert (str(error["code"]), error["message"]) == (code, FAILURES[code])
    assert error["timestamp"]
