"""Bank accounts of customers: what may be added, how they are checked, and the leave to charge."""

import pytest

from .conftest import ACCOUNT, ADDRESS


@pytest.fixture
def customer(receivables):
    return receivables.customer(billingAddress=ADDRESS)


@pytest.fixture
def path(customer):
    return f"/v3/customers/{customer['id']}/bank-accounts"


def test_an_account_is_masked_and_verified_at_once(api, world, receivables, customer, path):
    account = receivables.made(path, ACCOUNT)
    assert account == api.get(f"{path}/{account['id']}").json
    assert account == {
        "id": account["id"], "archived": False, "customerId": customer["id"], **ACCOUNT, "accountNumber": "******4321",
        "status": "VERIFIED", "createdTime": account["createdTime"], "updatedTime": account["createdTime"],
    }  # fmt: skip
    assert ACCOUNT["accountNumber"].encode() not in world.store.body(
        "customer_bank_account", account["id"], customer_org(api)
    )


def customer_org(api):
    return api.credentials["organizationId"]


def test_a_customer_without_an_address_gets_none(api, receivables):
    path = f"/v3/customers/{receivables.customer()['id']}/bank-accounts"
    api.refused(api.post(path, json=ACCOUNT), 422)
    assert api.get(path).json["results"] == []


def test_everything_but_a_nickname_is_required(api, path):
    texts = [
        f"{name}: must not be {'null' if name in ('type', 'ownerType') else 'blank'}"
        for name in ("nameOnAccount", "routingNumber", "accountNumber", "type", "ownerType")
    ]
    answer = api.post(path, json={})
    api.refused(answer, 400, code=None)
    assert sorted(entry["message"] for entry in answer.json) == sorted(texts)
    api.refused(api.post(path, json={**ACCOUNT, "ownerType": "PERSON"}), 400, code=None)


def test_whether_a_customer_has_an_account_follows(api, receivables, customer, path):
    first, second = (receivables.made(path, ACCOUNT) for _ in range(2))
    read = receivables.read("customers", customer)
    assert read["hasBankAccount"] is True and read["updatedTime"] == first["createdTime"]
    for account, has in ((first, True), (second, False)):
        assert api.post(f"{path}/{account['id']}/archive").json["archived"]
        assert receivables.read("customers", customer)["hasBankAccount"] is has
    archived = api.post(f"{path}/{first['id']}/archive").json
    assert archived["updatedTime"] == api.get(f"{path}/{first['id']}").json["updatedTime"]


def test_only_nickname_and_owner_change(api, receivables, path):
    account = receivables.made(path, ACCOUNT)
    sent = {"nickname": "", "ownerType": "PERSONAL", "type": "SAVINGS", "accountNumber": "1", "status": "BLOCKED"}
    changed = api.patch(f"{path}/{account['id']}", json=sent).json
    expected = account | {"ownerType": "PERSONAL", "updatedTime": changed["updatedTime"]}
    del expected["nickname"]
    assert changed == expected


def test_what_a_world_may_choose_about_accounts(api, world, receivables, path):
    world.choices.update({"customer_bank.checks_routing_number": True, "customer_bank.second": "refuse"})
    api.refused(api.post(path, json={**ACCOUNT, "routingNumber": "123456789"}), 422)
    account = receivables.made(path, ACCOUNT)
    api.refused(api.post(path, json=ACCOUNT), 422)
    api.post(f"{path}/{account['id']}/archive")
    receivables.made(path, ACCOUNT)
    world.choices.update({"customer_bank.second": "allow", "customer_bank.needs_trust": True})
    api.refused(api.post(path, json=ACCOUNT), 403, code="BDC_1361")
    assert api.trust().post(path, json=ACCOUNT).status_code == 201


def test_the_clock_ends_a_check_unless_the_account_is_archived(api, world, receivables, path):
    world.choices.update({"customer_bank.verification_days": 2})
    first, second = (receivables.made(path, ACCOUNT)["id"] for _ in range(2))
    api.post(f"{path}/{second}/archive")
    api.advance(days=1)
    api.login()
    assert api.get(f"{path}/{first}").json["status"] == "PENDING"
    api.advance(days=1)
    api.login()
    assert [api.get(f"{path}/{id}").json["status"] for id in (first, second)] == ["VERIFIED", "PENDING"]


def test_the_control_room_ends_a_check(api, world, receivables, path):
    world.choices.update({"customer_bank.verification_days": 2})
    id = receivables.made(path, ACCOUNT)["id"]
    assert api.post(f"/_mock/customer-bank-accounts/{id}/reject").json["status"] == "NOT_VERIFIED"
    api.advance(days=5)
    api.login()
    assert api.get(f"{path}/{id}").json["status"] == "NOT_VERIFIED", "the check is over"
    assert api.post(f"/_mock/customer-bank-accounts/{id}/verify").json["status"] == "VERIFIED"
    assert (
        api.post(f"/_mock/customer-bank-accounts/{id}/reject", json={"status": "BLOCKED"}).json["status"] == "BLOCKED"
    )
    assert api.post(f"/_mock/customer-bank-accounts/{id}/reject", json={"status": "LOST"}).status_code == 400
    api.post(f"{path}/{id}/archive")
    assert api.post(f"/_mock/customer-bank-accounts/{id}/verify").status_code == 400
    assert api.post("/_mock/customer-bank-accounts/cba0/verify").status_code == 404


def test_the_newest_account_comes_first_on_every_page(api, receivables, path):
    made = [receivables.made(path, ACCOUNT)["id"] for _ in range(3)]
    page = api.get(f"{path}?max=2").json
    rest = api.get(path, query_string={"page": page["nextPage"]}).json
    assert [row["id"] for row in [*page["results"], *rest["results"]]] == made[::-1]
    assert [row["id"] for row in api.get(f"{path}?sort=createdTime:asc").json["results"]] == made


def test_leave_to_charge_is_the_customers_and_moves_its_time_once(api, receivables, customer):
    path = f"/v3/customers/{customer['id']}/charge-authorization"
    assert api.post(path, json={"authorizedToCharge": True}).json == {"authorizedToCharge": True}
    given = receivables.read("customers", customer)
    assert given == customer | {"authorizedToCharge": True, "updatedTime": given["updatedTime"]}
    assert given["updatedTime"] > customer["updatedTime"]
    api.post(path, json={"authorizedToCharge": True})
    assert receivables.read("customers", customer) == given
    api.post(path, json={"authorizedToCharge": False})
    assert receivables.read("customers", customer)["authorizedToCharge"] is False
    api.refused(api.post(path, json={}), 400, "authorizedToCharge: must not be null", code=None)


def test_who_may_only_read_changes_nothing(api, world, receivables, customer, path):
    id = receivables.made(path, ACCOUNT)["id"]
    auditor = api.as_user("fay@mockbill.test")
    for answer in (
        auditor.post(path, json=ACCOUNT),
        auditor.patch(f"{path}/{id}", json={"nickname": "x"}),
        auditor.post(f"{path}/{id}/archive"),
        auditor.post(f"/v3/customers/{customer['id']}/charge-authorization", json={"authorizedToCharge": True}),
    ):
        auditor.refused(answer, 403)
    assert auditor.get(f"{path}/{id}").status_code == 200
