"""Payments, listed."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make


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
