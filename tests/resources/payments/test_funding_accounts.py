"""Bank accounts of the organization: added, verified by a deposit, changed, given up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockbill.resources.payments.funding_accounts import is_routing_number

BANKS = "/v3/funding-accounts/banks"
FIELDS = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "9876544821", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Mock Trust operating",
}  # fmt: skip


@pytest.fixture
def account(api):
    api.trust()
    return api.post(BANKS, json=FIELDS).json


def verify(api, account, amount=0.5):
    return api.post(f"{BANKS}/{account['id']}/verify", json={"depositAmount": amount})


def test_a_signed_up_organization_has_a_verified_default_account(api):
    found = api.get(BANKS).json["results"]
    assert [(row["status"], row["archived"], row["default"]["payables"]) for row in found] == [
        ("VERIFIED", False, True)
    ]


def test_a_new_account_is_pending_masked_and_archived(account, api):
    assert account | FIELDS | {"accountNumber": "************4821"} == account
    assert account["id"].startswith("bac") and len(account["id"]) == 20
    assert (account["status"], account["archived"], account["accessToAdmins"]) == ("PENDING", True, False)
    assert account["default"] == {"payables": False, "receivables": False}
    assert api.get(f"{BANKS}/{account['id']}").json == account


def test_adding_needs_trust_and_an_administrator(api):
    api.refused(api.post(BANKS, json=FIELDS), 403, "Untrusted session.", code="BDC_1361")
    payer = api.as_user("dana@mockbill.test").trust()
    api.refused(payer.post(BANKS, json=FIELDS), 403, code="BDC_1145")


@pytest.mark.parametrize("field", ["nameOnAccount", "routingNumber", "accountNumber", "bankName"])
def test_what_is_missing_is_named(api, field):
    api.trust()
    body = {name: value for name, value in FIELDS.items() if name != field}
    api.refused(api.post(BANKS, json=body), 400, f"{field}: must not be blank", code=None)


@pytest.mark.parametrize("number", ["074000011", "07400001", "0740000100", "07400001a", "٠٧٤٠٠٠٠١٠"])
def test_a_routing_number_has_nine_digits_and_a_check_digit(api, world, number):
    api.trust()
    before = world.fingerprint()
    api.refused(api.post(BANKS, json=FIELDS | {"routingNumber": number}), 422)
    assert world.fingerprint() == before


@given(st.integers(0, 10**8 - 1))
def test_one_check_digit_fits_eight_digits(digits):
    assert sum(is_routing_number(f"{digits:08d}{last}") for last in range(10)) == 1


def test_the_right_deposit_verifies(account, api):
    assert verify(api, account).json == {"verified": True}
    read = api.get(f"{BANKS}/{account['id']}").json
    assert (read["status"], read["archived"]) == ("VERIFIED", False)
    users = api.get(f"{BANKS}/users?currentUser=true").json["results"]
    assert [row["verificationStatus"] for row in users if row["bankAccountId"] == account["id"]] == ["VERIFIED"]


def test_the_third_wrong_deposit_makes_it_invalid(account, api):
    assert [verify(api, account, 0.49).json for _ in range(3)] == [{"verified": False}] * 3
    assert api.get(f"{BANKS}/{account['id']}").json["status"] == "INVALID"
    assert verify(api, account).status_code == 422


def test_after_fourteen_days_it_expires(account, api):
    api.advance(days=13)
    api.login()
    assert api.get(f"{BANKS}/{account['id']}").json["status"] == "PENDING"
    api.advance(days=1)
    api.login()
    assert api.get(f"{BANKS}/{account['id']}").json["status"] == "EXPIRED"


def test_a_verified_account_does_not_expire(account, api):
    verify(api, account)
    api.advance(days=15)
    assert api.login().get(f"{BANKS}/{account['id']}").json["status"] == "VERIFIED"


@pytest.mark.parametrize("amount", [0, 1, -0.5, "x", None])
def test_a_deposit_is_some_cents(account, api, amount):
    assert verify(api, account, amount).status_code == 400


def test_only_who_added_it_verifies(account, api, world):
    second = world.store.find("user", email="ben@mockbill.test")[0]
    administrator = world.store.find("user", email="ada@mockbill.test")[0]
    with world.transaction():
        second["role"] = administrator["role"]
        world.store.update("user", second)
    api.refused(verify(api.as_user("ben@mockbill.test"), account), 403, code="BDC_1145")


def test_only_a_verified_account_is_changed_or_archived(account, api):
    assert api.patch(f"{BANKS}/{account['id']}", json={"bankName": "x"}).status_code == 422
    assert api.post(f"{BANKS}/{account['id']}/archive").status_code == 422
    verify(api, account)
    changed = api.patch(f"{BANKS}/{account['id']}", json={"bankName": "Till", "type": "SAVINGS"}).json
    assert (changed["bankName"], changed["type"]) == ("Till", "CHECKING")
    assert api.post(f"{BANKS}/{account['id']}/archive").json["archived"] is True
    assert api.post(f"{BANKS}/{account['id']}/archive").status_code == 200
    assert api.patch(f"{BANKS}/{account['id']}", json={"bankName": "x"}).status_code == 422


def test_one_account_is_the_default(account, api):
    verify(api, account)
    api.patch(f"{BANKS}/{account['id']}", json={"default": {"payables": True}})
    found = {row["id"]: row["default"] for row in api.get(BANKS).json["results"]}
    assert found.pop(account["id"]) == {"payables": True, "receivables": False}
    assert list(found.values()) == [{"payables": False, "receivables": False}]


def test_an_unknown_chart_of_accounts_is_refused(account, api):
    verify(api, account)
    answer = api.patch(f"{BANKS}/{account['id']}", json={"chartOfAccountId": "0ca01NOSUCHTHING0001"})
    api.refused(answer, 422, code="BDC_1205")


@pytest.mark.parametrize(
    "filters", ["bankAccountId:eq:{id}", "id:in:{id}", "status:eq:PENDING", "archived:eq:true", "status:nin:VERIFIED"]
)
def test_filters(account, api, filters):
    found = api.get(BANKS, query_string={"filters": filters.format(**account)}).json["results"]
    assert found == [account]


def test_its_events(api, world, monkeypatch):
    told = []
    monkeypatch.setattr(world, "publish", lambda world, org, event, row, extra: told.append((event, row["status"])))
    api.trust()
    account = api.post(BANKS, json=FIELDS).json
    verify(api, account)
    assert told == [("bank-account.created", "PENDING"), ("bank-account.updated", "VERIFIED")]


def test_the_control_api_verifies_and_blocks(account, api):
    assert api.post(f"/_mock/bank-accounts/{account['id']}/verify").json["status"] == "VERIFIED"
    assert api.post(f"/_mock/bank-accounts/{account['id']}/verify").status_code == 400
    assert api.post(f"/_mock/bank-accounts/{account['id']}/block").json["status"] == "BLOCKED"
    assert api.post("/_mock/bank-accounts/bac01/block").status_code == 404


def test_permissions_tell_who_may_pay(api):
    path = "/v3/funding-accounts/permissions"
    assert api.get(path).json["user"] == {"payOnline": True}
    assert api.as_user("dana@mockbill.test").get(path).json["user"] == {"payOnline": True}
    assert api.as_user("eli@mockbill.test").get(path).json["user"] == {"payOnline": False}
    assert api.get(path).json["organization"]["wallet"] == {"fundingEnabled": False}


@pytest.mark.parametrize("member", ["bankName", "nameOnAccount"])
def test_a_name_that_every_account_has_cannot_be_taken_away(api, member):
    path = f"{BANKS}/{api.get(BANKS).json['results'][0]['id']}"
    api.trust().refused(api.patch(path, json={member: ""}), 400, f"{member}: must not be blank")
    assert api.get(path).json[member]
