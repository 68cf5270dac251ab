"""Payments of many bills in one call, all or none."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import ANY, CLIENT_ERROR, judge, refused


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
    assert [trusted.payments.get(row["id"])["amount"] for row in made] == [row["amount"] for row in made]


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
    with refused(422) as found:
        trusted.payments.bulk(bulk(bank, [good, {**bad, "dueAmount": 1_000.0}]))
    assert {"BDC_1246", "BDC_1159"} <= set(found.codes)
    assert trusted.bills.get(good["id"])["scheduledAmount"] == 0


@contract("PA-PAY-022", "At most 50 bills are paid at once.", "D", "reference/createbulkpayment")
def test_bulk_limit(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    with refused(400):
        trusted.payments.bulk(bulk(bank, [make.invoice()] * 51))


@contract(
    "PA-PAY-046",
    "An unknown bill in a bulk payment is BDC_1205, the other bills are BDC_1246.",
    "D",
    "changelog/2024-05-31",
)
def test_unknown_bill(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    good = make.invoice(make.lasting_vendor())
    with refused(400) as found:
        trusted.payments.bulk(bulk(bank, [{"id": "00n01NOSUCHBILLAB000", "dueAmount": 1.0}, good]))
    assert {"BDC_1205", "BDC_1246"} == set(found.codes)
    assert trusted.bills.get(good["id"])["scheduledAmount"] == 0


@contract(
    "PA-PAY-047",
    "A bulk payment makes no bills, and takes no empty list and no negative amount.",
    "S",
    "reference/createbulkpayment",
)
@pytest.mark.parametrize(
    "change",
    [{"processingOptions": {"createBill": True}}, {"payments": []}, {"payments": [{"billId": "x", "amount": -1}]}],
)
def test_bulk_shape(trusted: Client, bank: dict[str, Any], make: Make, change: dict[str, Any]) -> None:
    body = bulk(bank, [make.invoice(make.lasting_vendor())]) | change
    judge(trusted.raw("POST", "/v3/payments/bulk", json=body), 400)


@contract(
    "PA-PAY-048", "One payment holds up to 35 bills, the 36th comes in another.", "D", "reference/createbulkpayment"
)
def test_combine_35(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    vendor = make.vendor()
    bills = trusted.bills.bulk_create([make.bill_body(vendor, 1.0) for _ in range(36)])
    made = trusted.payments.bulk(bulk(bank, bills))["payments"]
    assert sorted(len(row["billPayments"]) for row in made) == [1, 35]
    assert sorted(row["amount"] for row in made) == [1.0, 35.0]


@contract("PA-PAY-049", "A vendorId that is not that of all bills is refused.", "S", "reference/createbulkpayment")
def test_bulk_vendor(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    bills = [make.invoice(), make.invoice()]
    with refused(CLIENT_ERROR):
        trusted.payments.bulk(bulk(bank, bills, vendorId=bills[0]["vendorId"]))


@contract("PA-PAY-050", "Bills of one call do not overpay a bill together.", "D", "docs/ap-bulk-payments")
def test_bulk_twice(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    invoice = make.invoice(make.lasting_vendor())
    with refused(422, ANY) as found:
        trusted.payments.bulk(bulk(bank, [invoice, {**invoice, "dueAmount": 0.01}]))
    assert "BDC_1159" in found.codes
