"""Payments, listed."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge


@contract(
    "PA-PAY-026",
    "Payments are found by vendor, status and process date, and sorted by amount.",
    "D",
    "docs/filterable-fields",
)
def test_list(trusted: Client, pay: Any, make: Make) -> None:
    vendor = make.vendor()
    paid = [pay(make.invoice(vendor, amount)) for amount in (30.0, 10.0, 20.0)]
    trusted.payments.cancel(paid[1]["id"])
    ours = f"vendorId:eq:{vendor['id']}"
    assert [row["amount"] for row in trusted.payments.list(filters=ours, sort="amount:asc")] == [10.0, 20.0, 30.0]
    assert len(trusted.payments.list(filters=f"{ours},status:eq:SCHEDULED")) == 2
    assert len(trusted.payments.list(filters=f'{ours},processDate:gte:"{paid[0]["processDate"]}"')) == 3


@contract(
    "PA-PAY-057",
    "A filter on a field that is none is 400 BDC_1130; a sort by one is refused.",
    "D",
    "docs/filterable-fields",
)
def test_unknown_fields(trusted: Client) -> None:
    judge(trusted.raw("GET", "/v3/payments", params={"filters": "colour:eq:teal"}), 400, "BDC_1130")
    judge(trusted.raw("GET", "/v3/payments", params={"filters": "status:like:PAID"}), 400, "BDC_1131")
    judge(trusted.raw("GET", "/v3/payments", params={"sort": "colour:asc"}), CLIENT_ERROR)


@contract("PA-PAY-058", "Payments sort by each of eight fields, both ways.", "D", "docs/sortable-fields")
@pytest.mark.parametrize(
    "field",
    [
        "description", "processDate", "amount", "confirmationNumber", "onlinePayment", "createdTime", "updatedTime",
        "disbursementStatus",
    ],
)  # fmt: skip
def test_sorts(trusted: Client, pay: Any, make: Make, field: str) -> None:
    vendor = make.lasting_vendor()
    ours = f"vendorId:eq:{vendor['id']}"
    while len(trusted.payments.list(filters=ours).results) < 2:
        pay(make.invoice(vendor), 1.0, description=unique("Kit"))
    up, down = (
        [row[field] for row in trusted.payments.list(filters=ours, sort=f"{field}:{way}") if field in row]
        for way in ("asc", "desc")
    )
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
