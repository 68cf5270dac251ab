"""Exchange rates: who has one, its batch of 20 minutes, and the payment that claims it."""

import pytest

PATH = "/v3/payments/exchange-rate"
LEEDS = {"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"}


@pytest.fixture
def british(payables):
    def make(currency="GBP", **account):
        return payables.vendor(
            billCurrency=currency,
            address=LEEDS,
            paymentInformation={"bankAccount": {"accountNumber": "11122233", **account}},
        )

    return make


@pytest.fixture
def payables(payer):
    return payer


def rate(api, vendor, amount=74, **query):
    answer = api.get(PATH, query_string={"vendorId": vendor["id"], "amount": amount, **query})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_rate_says_what_a_dollar_buys_and_until_when(payer, british):
    vendor = british(paymentCurrency="GBP")
    found = rate(payer.api, vendor)
    assert found == {
        "vendorId": vendor["id"],
        "billCurrency": "GBP",
        "paymentCurrency": "GBP",
        "baseCurrency": "USD",
        "exchangeRate": 0.74,
        "exchangeRateBatchId": found["exchangeRateBatchId"],
        "amountRange": {"from": 0.01, "to": 9999.99},
        "expirationTime": "2026-03-02T17:20:00.000+00:00",
    }
    assert isinstance(found["exchangeRateBatchId"], int)


@pytest.mark.parametrize(
    ("currency", "paid_in", "expected"), [("USD", "GBP", 0.74), ("USD", "USD", 1.0), ("EUR", "EUR", 0.84)]
)
def test_the_rate_is_of_the_currency_that_is_not_the_dollar(payer, british, currency, paid_in, expected):
    assert rate(payer.api, british(currency, paymentCurrency=paid_in))["exchangeRate"] == expected


def test_a_batch_is_shared_and_lasts_20_minutes_on_the_clock(payer, british):
    one, other = british(), british("EUR")
    first = rate(payer.api, one)
    payer.api.advance(minutes=19)
    assert rate(payer.api, other)["exchangeRateBatchId"] == first["exchangeRateBatchId"]
    payer.api.advance(minutes=1)
    later = rate(payer.api, one)
    assert later["exchangeRateBatchId"] != first["exchangeRateBatchId"]
    assert later["expirationTime"] == "2026-03-02T17:40:00.000+00:00"


def test_the_band_is_told_in_the_vendors_currency(payer, british):
    vendor = british()
    assert rate(payer.api, vendor, 10_000)["amountRange"] == {"from": 10_000, "to": 99_999.99}
    assert rate(payer.api, vendor, 13_000, baseCurrency="true")["amountRange"]["from"] == 0.01
    assert rate(payer.api, vendor, 900_000)["amountRange"] == {"from": 100_000, "to": 999_999_999_999.99}


def test_several_vendors_are_answered_in_order(payer, british):
    vendors = [british("EUR"), british("GBP"), british("EUR")]
    answer = payer.api.post(PATH, json=[{"vendorId": vendor["id"], "amount": 5} for vendor in vendors])
    assert answer.status_code == 200
    assert answer.json == [rate(payer.api, vendor, 5) for vendor in vendors]


def test_a_rate_that_ran_out_pays_nothing(payer, british):
    vendor = british()
    bill = payer.bill(vendor, 74)
    batch = rate(payer.api, vendor)["exchangeRateBatchId"]
    payer.api.advance(minutes=20)
    answer = payer.order(bill, exchangeRateBatchId=batch)
    payer.api.refused(answer, 422, code="BDC_1143")
    assert answer.json[1]["message"].startswith(f"{bill['id']} : ")
    assert payer.read("bills", bill)["scheduledAmount"] == 0
    payer.pays(bill, exchangeRateBatchId=rate(payer.api, vendor)["exchangeRateBatchId"])


def test_who_is_not_set_up_for_it_has_no_rate(payer):
    for vendor in (payer.ach(), payer.vendor(address=LEEDS, billCurrency="GBP")):
        asked = {"vendorId": vendor["id"], "amount": 5}
        payer.api.refused(payer.api.get(PATH, query_string=asked), 422, code="BDC_1143")
        payer.api.refused(payer.api.post(PATH, json=[asked]), 422, code="BDC_1143")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"amount": 5}, 400, "BDC_1108"),
        ({"vendorId": "x"}, 400, "BDC_1108"),
        ({"vendorId": "x", "amount": "much"}, 400, "BDC_1129"),
        ({"vendorId": "x", "amount": 0}, 400, None),
        ({"vendorId": "00901AAAAAAAAAA00000", "amount": 5}, 404, "BDC_1205"),
    ],
)
def test_a_query_that_is_none(payer, query, status, code):
    payer.api.refused(payer.api.get(PATH, query_string=query), status, code=code)


@pytest.mark.parametrize("body", [[], {}, [{"amount": 5}], [{"vendorId": "", "amount": 5}], [{"vendorId": "x"}]])
def test_a_body_that_is_none(payer, body):
    payer.api.refused(payer.api.post(PATH, json=body), 400)
