"""A vendor's bank account: masked, verified after two business days, and what it changes on the vendor."""

import pytest

from .conftest import ADDRESS

ACCOUNT = {"nameOnAccount": "Lakeshore", "accountNumber": "123456621", "routingNumber": "071000013", "type": "CHECKING"}


def path(vendor):
    return f"/v3/vendors/{vendor['id']}/bank-account"


def give(api, vendor, **changes):
    answer = api.post(path(vendor), json=ACCOUNT | changes)
    assert answer.status_code == 200, answer.text
    return answer.json


def later(api, days):
    """Some days on, signed in again."""
    api.advance(days=days)
    api.login()


def test_an_account_is_given_read_and_taken_away(api, payables, events):
    vendor = payables.vendor()
    account = give(api, vendor)
    assert account == {**ACCOUNT, "accountNumber": "*****6621", "paymentCurrency": "USD", "status": "PENDING"}
    assert api.get(path(vendor)).json == account
    read = payables.read("vendors", vendor)
    assert read["paymentInformation"]["bankAccount"] == account
    assert read["bankAccountStatus"] == "NO_NET_LINKED_ACCOUNT"
    assert read["paymentInformation"]["payByType"] == read["paymentInformation"]["payBySubType"] == "ACH"
    gone = api.delete(path(vendor))
    assert (gone.status_code, gone.data) == (204, b"")
    api.refused(api.get(path(vendor)), 404, code="BDC_1205")
    api.refused(api.delete(path(vendor)), 404, code="BDC_1205")
    read = payables.read("vendors", vendor)
    assert (read["bankAccountStatus"], read["paymentInformation"]["payByType"]) == ("NO_ACCOUNT", "CHECK")
    assert "bankAccount" not in read["paymentInformation"]
    assert [event for event, *_ in events] == ["vendor.created", "vendor.updated", "vendor.updated"]


def test_an_account_sent_with_the_vendor_is_the_same(api, payables):
    vendor = payables.vendor(paymentInformation={"bankAccount": ACCOUNT, "payeeName": "Lakeshore"})
    other = payables.vendor()
    assert vendor["paymentInformation"]["bankAccount"] == give(api, other)
    assert vendor["bankAccountStatus"] == "NO_NET_LINKED_ACCOUNT"


def test_the_whole_number_is_kept_but_not_shown_unless_chosen(api, world, payables):
    vendor = payables.vendor()
    give(api, vendor)
    assert world.store.get("vendor", vendor["id"]).hidden["accountNumber"] == ACCOUNT["accountNumber"]
    assert ACCOUNT["accountNumber"] not in api.get("/v3/vendors").text
    world.choices.update({"vendor.mask_account_number": False})
    assert give(api, payables.vendor())["accountNumber"] == ACCOUNT["accountNumber"]


def test_verification_takes_two_business_days(api, payables):
    vendor = payables.vendor()  # on a Monday
    give(api, vendor)
    later(api, 1)
    assert api.get(path(vendor)).json["status"] == "PENDING"
    later(api, 1)
    assert api.get(path(vendor)).json["status"] == "VERIFIED"
    assert payables.read("vendors", vendor)["paymentInformation"]["bankAccount"]["status"] == "VERIFIED"


def test_a_weekend_does_not_count(api, payables):
    later(api, 4)  # Friday
    vendor = payables.vendor(paymentInformation={"bankAccount": ACCOUNT})
    later(api, 3)
    assert api.get(path(vendor)).json["status"] == "PENDING"
    later(api, 1)
    assert api.get(path(vendor)).json["status"] == "VERIFIED"


def test_an_account_that_was_taken_away_is_not_verified_for_the_next(api, payables):
    vendor = payables.vendor()
    give(api, vendor)
    later(api, 1)
    api.delete(path(vendor))
    give(api, vendor, accountNumber="999")
    later(api, 1)
    assert api.get(path(vendor)).json["status"] == "PENDING"


def test_a_second_account_is_refused(api, payables):
    vendor = payables.vendor()
    give(api, vendor)
    api.refused(api.post(path(vendor), json=ACCOUNT), 422)


@pytest.mark.parametrize("number", ["", " ", None])
def test_an_account_needs_a_number(api, payables, number):
    answer = api.post(path(payables.vendor()), json=ACCOUNT | {"accountNumber": number})
    api.refused(answer, 400, "accountNumber: must not be blank", code=None)


@pytest.mark.parametrize("routing", ["1", "07100001x", "0710000133", "٠٧١٠٠٠٠١٣"])
def test_a_routing_number_has_nine_digits(api, payables, routing):
    text = "Invalid entity data. routingNumber: Routing number must have 9 digits."
    answer = api.post(path(payables.vendor()), json=ACCOUNT | {"routingNumber": routing})
    api.refused(answer, 400, text, code="BDC_1143")


def test_an_iban_has_no_routing_number_and_is_paid_abroad(api, payables):
    vendor = payables.vendor(address={**ADDRESS, "country": "DE"}, billCurrency="EUR")
    iban = {"accountNumber": "DE89370400440532013000", "routingNumber": "", "paymentCurrency": "EUR"}
    assert api.post(path(vendor), json=iban).status_code == 200
    information = payables.read("vendors", vendor)["paymentInformation"]
    assert information["payByType"] == "INTERNATIONAL_E_PAYMENT"
    assert information["payBySubType"] == information["transferMethod"] == "LOCAL"
    api.delete(path(vendor))
    assert api.post(path(vendor), json=iban | {"paymentCurrency": "USD"}).status_code == 200
    assert payables.read("vendors", vendor)["paymentInformation"]["transferMethod"] == "WIRE"


def test_a_vendor_on_the_network_takes_no_account(api, world, payables):
    vendor = payables.vendor()
    with world.transaction():
        row = world.store.get("vendor", vendor["id"])
        row["networkStatus"] = "CONNECTED"
        world.store.update("vendor", row)
    api.refused(api.post(path(vendor), json=ACCOUNT), 422, code="BDC_1233")


def test_trust_is_asked_for_by_choice(api, world, payables):
    vendor = payables.vendor()
    world.choices.update({"vendor.bank_account_needs_trust": True})
    api.refused(api.post(path(vendor), json=ACCOUNT), 403, code="BDC_1361")
    api.trust()
    give(api, vendor)
