"""Bank account users: nominated, identified, archived."""

import pytest

USERS = "/v3/funding-accounts/banks/users"


@pytest.fixture
def bank(api):
    return api.get("/v3/funding-accounts/banks").json["results"][0]


@pytest.fixture
def clerk(world):
    return world.store.find("user", email="eli@mockbill.test")[0]


def nominate(api, bank, user):
    return api.post(f"{USERS}/nominate", json={"bankAccountId": bank["id"], "userId": user["id"]})


def test_nominated_identified_archived(api, bank, clerk):
    assert nominate(api, bank, clerk).json == {"status": "SUCCESS"}
    own = api.as_user("eli@mockbill.test").get(f"{USERS}?currentUser=true").json["results"]
    assert [(row["userId"], row["verificationStatus"]) for row in own] == [(clerk["id"], "NOMINATED")]
    identified = api.post(f"/_mock/bank-users/{own[0]['id']}/verify")
    assert identified.json["verificationStatus"] == "VERIFIED"
    assert api.post(f"/_mock/bank-users/{own[0]['id']}/verify").status_code == 400
    archived = api.post(f"{USERS}/{own[0]['id']}/archive").json
    assert (archived["archived"], archived["verificationStatus"]) == (True, "UNVERIFIED")
    assert api.post(f"{USERS}/{own[0]['id']}/archive").json == archived


def test_an_archived_user_may_be_nominated_again(api, bank, clerk):
    nominate(api, bank, clerk)
    assert nominate(api, bank, clerk).status_code == 422
    row = api.get(USERS, query_string={"sort": "archived:asc"}).json["results"][-1]
    api.post(f"{USERS}/{row['id']}/archive")
    assert nominate(api, bank, clerk).status_code == 200


def test_the_list_has_all_and_finds_one(api):
    found = api.get(USERS).json["results"]
    assert [row["verificationStatus"] for row in found] == ["VERIFIED", "VERIFIED"]
    assert api.get(USERS, query_string={"filters": f"id:eq:{found[1]['id']}"}).json["results"] == [found[1]]
    assert len(api.get(f"{USERS}?currentUser=false").json["results"]) == 2


def test_who_and_what_must_exist(api, bank, clerk, world):
    before = world.fingerprint()
    api.refused(nominate(api, bank, {"id": "00601NOSUCHUSER00001"}), 422, code="BDC_1205")
    api.refused(nominate(api, {"id": "bac01NOSUCHBANK00001"}, clerk), 422, code="BDC_1205")
    api.refused(api.post(f"{USERS}/bau01NOSUCHROW000001/archive"), 404, code="BDC_1205")
    api.refused(
        api.post(f"{USERS}/nominate", json={}), 400, "userId: must not be blank", "bankAccountId: must not be blank"
    )
    assert world.fingerprint() == before


def test_only_an_administrator_nominates(api, bank, clerk):
    api.refused(nominate(api.as_user("dana@mockbill.test"), bank, clerk), 403, code="BDC_1145")


def test_not_for_an_unverified_account(api, clerk):
    api.trust()
    fields = {
        "nameOnAccount": "R", "routingNumber": "021000021", "accountNumber": "1", "type": "SAVINGS",
        "ownerType": "PERSONAL", "bankName": "B",
    }  # fmt: skip
    account = api.post("/v3/funding-accounts/banks", json=fields).json
    assert nominate(api, account, clerk).status_code == 422
