"""What a vendor could be paid with."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import judge


@contract(
    "PA-PAY-023",
    "The options of a vendor and amount name the accounts, with process and delivery dates.",
    "D",
    "docs/vendor-payment-options",
)
def test_options(trusted: Client, bank: dict[str, Any], make: Make) -> None:
    vendor = make.vendor()
    options = trusted.payments.options(vendorId=vendor["id"], amount=200)
    assert options["vendorId"] == vendor["id"]
    ours = next(row for row in options["fundingOptions"]["banks"] if row["id"] == bank["id"])
    assert ours["available"] is True
    assert ours["deliveryDate"] >= ours["processDate"]


@contract(
    "PA-PAY-024",
    "The process date that the options name is one that a payment takes.",
    "I",
    "docs/vendor-payment-options",
)
def test_options_date(trusted: Client, bank: dict[str, Any], pay: Any, make: Make) -> None:
    invoice = make.invoice()
    options = trusted.payments.options(vendorId=invoice["vendorId"], amount=100)
    day = next(row["processDate"] for row in options["fundingOptions"]["banks"] if row["id"] == bank["id"])
    assert pay(invoice, processDate=day)["processDate"] == day


@contract("PA-PAY-025", "Options need a vendor and an amount.", "S", "reference/listpaymentoptions")
def test_options_need(trusted: Client) -> None:
    judge(trusted.raw("GET", "/v3/payments/options"), 400)
