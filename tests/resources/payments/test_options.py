"""What a vendor could be paid with."""

import pytest

FOREIGN = {"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"}


def options(api, vendor, amount=200):
    return api.get("/v3/payments/options", query_string={"vendorId": vendor["id"], "amount": amount})


def test_a_bank_account_with_dates_and_fee(payer):
    vendor = payer.ach()
    assert options(payer.api, vendor).json == {
        "amount": 200, "vendorId": vendor["id"],
        "fundingOptions": {
            "banks": [
                {"available": True, "deliveryDate": "2026-03-06", "processDate": "2026-03-03", "conditions": [],
                 "id": payer.bank, "name": "Harbor Trust operating", "fee": 0.59},
            ],
            "cards": [],
        },
    }  # fmt: skip


def test_the_promised_day_is_the_payments(payer):
    vendor = payer.vendor()
    [bank] = options(payer.api, vendor).json["fundingOptions"]["banks"]
    payment = payer.pays(payer.bill(vendor, 100))
    payer.later(days=10)
    assert payer.now(payment)["disbursementInfo"]["checkDisbursement"]["arrivesByDate"] == bank["deliveryDate"]


def test_why_not(payer):
    clerk = payer.api.as_user("eli@mockbill.test")
    [bank] = options(clerk, payer.ach()).json["fundingOptions"]["banks"]
    assert (bank["available"], bank["reason"]) == (False, "User verification required for payments with bank account.")
    [bank] = options(payer.api, payer.vendor(address=FOREIGN)).json["fundingOptions"]["banks"]
    assert (bank["available"], bank["reason"]) == (False, "This vendor is unable to receive ePayments.")


@pytest.mark.parametrize(
    "query", [{"vendorId": "x"}, {"amount": "1"}, {"vendorId": "x", "amount": "-1"}, {"vendorId": "x", "amount": "y"}]
)
def test_both_are_needed(payer, query):
    payer.api.refused(payer.api.get("/v3/payments/options", query_string=query), 400)


def test_an_unknown_vendor(payer):
    payer.api.refused(options(payer.api, {"id": "00901NOSUCHVEND00001"}), 404, code="BDC_1205")
