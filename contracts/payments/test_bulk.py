"""Payments of many bills in one call, all or none."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, refused


def bulk(bank: dict[str, Any], bills: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    parts = [{"billId": row["id"], "amount": row["dueAmount"]} for row in bills]
    return {"payments": parts, "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]}, **fields}


@contract(
    "PA-PAY-019",
    "Bulk pays bills of several vendors, a payment for each vendor at least, under `payments`.",
    "D",
    "docs/ap-bulk-payments",
)
def test_bulk(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    bills = [make.invoice(), make.invoice(None, 25.0)]
    made = trusted.payments.bulk(bulk(bank, bills))["payments"]
    assert sorted((row["billId"], row["amount"]) for row in made) == sorted((row["id"], row["amount"]) for row in bills)


@contract(
    "PA-PAY-020",
    "A vendor that combines payments gets one for several bills; another gets one for each.",
    "D",
    "reference/createbulkpayment",
)
@pytest.mark.parametrize(("combine", "count"), [(True, 1), (False, 3)])
def test_combine(trusted: Client, bank: dict[str, Any], make: Make, combine: bool, count: int) -> None:
    vendor = make.vendor(additionalInfo={"combinePayments": combine})
    made = trusted.payments.bulk(bulk(bank, [make.invoice(vendor) for _ in range(3)]))["payments"]
    assert len(made) == count
    assert sum(len(row["billPayments"]) for row in made) == 3
    assert sum(row["amount"] for row in made) == 300.0


@contract(
    "PA-PAY-021",
    "One bad bill of a bulk payment: its own code for it, BDC_1246 for the others, and nothing is paid.",
    "D",
    "changelog/2024-05-31",
)
def test_bulk_is_atomic(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    good, bad = make.invoice(), make.invoice()
    with refused(CLIENT_ERROR) as found:
        trusted.payments.bulk(bulk(bank, [good, {**bad, "dueAmount": 1_000.0}]))
    assert {"BDC_1246", "BDC_1159"} <= set(found.codes)
    assert trusted.bills.get(good["id"])["scheduledAmount"] == 0


@contract("PA-PAY-022", "At most 50 bills are paid at once.", "D", "reference/createbulkpayment")
def test_bulk_limit(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.bulk(bulk(bank, [make.invoice()] * 51))
