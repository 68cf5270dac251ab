"""Payments that are refused, and in which words."""

from datetime import date, timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused

PROCESS_DATE = "Invalid Process Date : ${paramName0}."


@contract("PA-PAY-007", "billId goes with createBill false, and not with createBill true.", "O", "observed")
def test_bill_or_create_bill(bill: Client, trusted: Client, order: Any, make: Make) -> None:
    body = order(make.invoice())
    without = {name: value for name, value in body.items() if name != "billId"}
    judge(bill.raw("POST", "/v3/payments", json=without), 400)
    judge(bill.raw("POST", "/v3/payments", json={**body, "processingOptions": {"createBill": True}}), CLIENT_ERROR)


@contract(
    "PA-PAY-008",
    "fundingAccount, processingOptions and amount are required; each is told as `must not be null`.",
    "O",
    "observed",
)
def test_required(trusted: Client, make: Make) -> None:
    entries = judge(trusted.raw("POST", "/v3/payments", json={"billId": make.invoice()["id"]}), 400)
    told = {entry["message"] for entry in entries}
    assert told >= {f"{name}: must not be null" for name in ("fundingAccount", "processingOptions", "amount")}


@contract(
    "PA-PAY-009",
    "A process date of today, in the past or at a weekend is 422 BDC_1152, told twice, its placeholder unfilled.",
    "O",
    "observed",
)
@pytest.mark.parametrize("when", ["today", "past", "saturday"])
def test_process_date(trusted: Client, order: Any, make: Make, today: Any, when: str) -> None:
    now = today()
    day = {"today": now, "past": now - timedelta(days=7), "saturday": now + timedelta(days=12 - now.weekday())}[when]
    invoice = make.invoice()
    with refused(422, "BDC_1152", PROCESS_DATE, f"{invoice['id']} : {PROCESS_DATE}"):
        trusted.payments.create(order(invoice, processDate=day.isoformat()))
    assert trusted.bills.get(invoice["id"])["scheduledAmount"] == 0


@contract("PA-PAY-010", "A bank holiday is refused as BDC_1152, though it is a weekday.", "O", "observed")
def test_holiday(trusted: Client, order: Any, make: Make, today: Any) -> None:
    year = today().year + 1
    labour_day = next(day for day in (date(year, 9, n) for n in range(1, 8)) if day.weekday() == 0)
    with refused(422, "BDC_1152"):
        trusted.payments.create(order(make.invoice(), processDate=labour_day.isoformat()))


@contract(
    "PA-PAY-011",
    "More than is due is BDC_1159 `Cannot overpay a bill`, and the bill is as it was.",
    "D",
    "docs/common-api-error-codes",
)
def test_overpay(trusted: Client, order: Any, make: Make) -> None:
    invoice = make.invoice()
    with refused(CLIENT_ERROR, "BDC_1159") as found:
        trusted.payments.create(order(invoice, 100.01))
    assert "Cannot overpay a bill" in found.messages[0]
    assert trusted.bills.get(invoice["id"]) == invoice


@contract(
    "PA-PAY-031",
    "What is scheduled already is no longer due: a payment beyond the rest is BDC_1159.",
    "D",
    "docs/ap-bills",
)
def test_overpay_the_rest(trusted: Client, order: Any, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    pay(invoice, 60.0)
    with refused(CLIENT_ERROR, "BDC_1159"):
        trusted.payments.create(order(invoice, 40.01))
    assert pay(invoice, 40.0)["amount"] == 40.0


@contract("PA-PAY-012", "An unknown bill or payment is BDC_1205.", "O", "observed")
def test_unknown(trusted: Client, order: Any) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        trusted.payments.create(order({"id": "00n01NOSUCHBILLAB000", "dueAmount": 1.0}))
    with refused(404, "BDC_1205"):
        trusted.payments.get("stp01NOSUCHPAYMEN000")


@contract("PA-PAY-013", "A bank account that is not verified pays nothing: BDC_1151.", "O", "observed")
def test_unverified_account(trusted: Client, control: Control, order: Any, make: Make) -> None:
    made = trusted.banks.create({
        "nameOnAccount": "Rae", "routingNumber": "074000010", "accountNumber": "999888777", "type": "CHECKING",
        "ownerType": "BUSINESS", "bankName": "Fresh bank",
    })  # fmt: skip
    with refused(CLIENT_ERROR, "BDC_1151"):
        trusted.payments.create(order(make.invoice(), fundingAccount={"type": "BANK_ACCOUNT", "id": made["id"]}))


@contract("PA-PAY-029", "Who may not pay is told BDC_1150.", "D", "docs/common-api-error-codes")
def test_role(world: Any, control: Control, order: Any, make: Make) -> None:
    session = world.session
    clerk = world.client(type(session)("eli@mockbill.test", session.password, session.organizationId, session.devKey))
    clerk.mfa.trust("123456")
    with refused(CLIENT_ERROR, "BDC_1150", "User cannot make online payments."):
        clerk.payments.create(order(make.invoice()))
