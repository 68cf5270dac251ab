"""Exchange rates: read for a vendor, claimed by a payment."""

from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused

LEEDS = {"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1 4AP", "country": "GB"}


@pytest.fixture
def british(make: Make) -> dict[str, Any]:
    account = {
        "nameOnAccount": "King Street",
        "accountNumber": "11122233",
        "paymentCurrency": "GBP",
        "regulatoryFields": [{"name": "sortCode", "value": "200000"}],
    }
    return make.vendor(
        address=LEEDS, billCurrency="GBP", paymentInformation={"bankCountry": "GB", "bankAccount": account}
    )


@contract(
    "PA-FX-001",
    "A rate says how much of the vendor's currency one US dollar buys, for which amounts, in which batch, until when.",
    "D",
    "docs/ap-international-payments",
)
def test_rate(trusted: Client, british: dict[str, Any]) -> None:
    rate = trusted.payments.exchange_rate(vendorId=british["id"], amount=74)
    assert (rate["baseCurrency"], rate["paymentCurrency"]) == ("USD", "GBP")
    assert rate["exchangeRate"] > 0
    assert rate["amountRange"]["from"] <= 74 <= rate["amountRange"]["to"]


@contract("PA-FX-002", "A rate holds for 20 minutes at most.", "D", "reference/getexchangerate")
def test_expiry(trusted: Client, control: Control, british: dict[str, Any]) -> None:
    rate = trusted.payments.exchange_rate(vendorId=british["id"], amount=74)
    left = type(control.now()).fromisoformat(rate["expirationTime"]) - control.now()
    assert timedelta() < left <= timedelta(minutes=20)


@contract("PA-FX-003", "A vendor that is not international has no rate.", "D", "reference/getexchangerate")
def test_domestic(trusted: Client, ach: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.exchange_rate(vendorId=ach["id"], amount=74)


@contract("PA-FX-004", "The rates for several vendors come in one call.", "I", "reference/getexchangerates")
def test_several(trusted: Client, british: dict[str, Any]) -> None:
    rates = trusted.payments.exchange_rates([{"vendorId": british["id"], "amount": 74}])
    assert [rate["vendorId"] for rate in rates] == [british["id"]]


@contract(
    "PA-FX-005",
    "A bill that is not in USD is paid on the next business day with the batch of a rate still in force.",
    "D",
    "changelog/2026-01-20",
)
def test_claim(trusted: Client, make: Make, order: Any, british: dict[str, Any]) -> None:
    bill = make.invoice(british, 74.0)
    with refused(422):
        trusted.payments.create(order(bill))
    rate = trusted.payments.exchange_rate(vendorId=british["id"], amount=74)
    paid = trusted.payments.create(order(bill, exchangeRateBatchId=rate["exchangeRateBatchId"]))
    assert paid["exchangeRate"] == rate["exchangeRate"]


@contract("PA-FX-006", "A batch that is no longer in force is refused.", "I", "changelog/2026-01-20")
def test_expired(trusted: Client, make: Make, order: Any, british: dict[str, Any]) -> None:
    bill = make.invoice(british, 74.0)
    judge(trusted.raw("POST", "/v3/payments", json=order(bill, exchangeRateBatchId=1)), CLIENT_ERROR)


@contract(
    "PA-FX-007",
    "The rates of several vendors are those of each, and tell the vendor, both currencies and the amounts they hold for.",
    "D",
    "reference/getexchangerates",
)
def test_alike(trusted: Client, british: dict[str, Any]) -> None:
    alone = trusted.payments.exchange_rate(vendorId=british["id"], amount=74)
    asked = {"vendorId": british["id"], "amount": 74}
    assert trusted.payments.exchange_rates([asked, asked]) == [alone, alone]
    assert (alone["vendorId"], alone["billCurrency"], alone["paymentCurrency"]) == (british["id"], "GBP", "GBP")
    assert alone["amountRange"].keys() == {"from", "to"}
    assert isinstance(alone["exchangeRateBatchId"], int)
