"""Sessions: login and its refusals, session info, logout."""

import pytest


def login(api, **changes):
    wanted = {name: api.credentials[name] for name in ("username", "password", "organizationId", "devKey")} | changes
    return api.http.post("/connect/v3/login", json={name: value for name, value in wanted.items() if value is not None})


def test_login_answers_session_organization_user_and_trust(api):
    answer = login(api).json
    assert answer.keys() == {"sessionId", "organizationId", "userId", "trusted"}
    assert answer["organizationId"] == api.credentials["organizationId"] and answer["userId"].startswith("006")
    assert answer["trusted"] is False


@pytest.mark.parametrize(
    ("changes", "status", "code", "message"),
    [
        ({"password": "wrong"}, 401, "BDC_1101", "User name and/or password do not match our records."),
        ({"username": "nobody@x.test"}, 401, "BDC_1101", "User name and/or password do not match our records."),
        ({"devKey": "wrong"}, 400, "BDC_1102", "Developer key is invalid."),
        ({"devKey": "mockbill-client-id"}, 400, "BDC_1102", "Developer key is invalid."),
        ({"organizationId": "00801AAAAAAAAAA00000"}, 400, "BDC_1123", "Invalid organization id."),
        ({"username": None}, 400, None, "username: must not be blank"),
        ({"password": None}, 400, None, "password: must not be blank"),
        ({"organizationId": " "}, 400, None, "organizationId: must not be blank"),
    ],
)
def test_a_login_is_refused_in_bills_words(api, changes, status, code, message):
    api.refused(login(api, **changes), status, message, code=code)


def test_an_archived_user_cannot_sign_in(api, world):
    user = world.store.find("user", None, email="eli@mockbill.test")[0]
    user["archived"] = True
    world.store.update("user", user)
    answer = login(api, username="eli@mockbill.test")
    organization = api.credentials["organizationId"]
    api.refused(answer, 401, f"No active user for: eli@mockbill.test, {organization}.", code="BDC_1111")


def test_repeated_failures_lock_the_login_when_chosen(api, world):
    world.choices.update({"session.lockout_after": 2})
    assert [login(api, password="x").status_code for _ in range(3)] == [401, 401, 423]
    api.refused(login(api), 423, "Login is locked.", code="BDC_1110")


def test_ten_failures_lock_a_login_until_its_password_is_reset(api, world):
    assert [login(api, password="x").status_code for _ in range(11)] == [401] * 10 + [423]
    api.advance(days=30)
    api.refused(login(api), 423, code="BDC_1110")
    user = world.store.find("user", None, email=api.credentials["username"])[0]
    assert api.post(f"/_mock/users/{user['id']}/sign-up", json={"password": "another"}).status_code == 200
    assert login(api, password="another").status_code == 200


def test_a_success_forgets_the_failures_before_it(api):
    for _ in range(3):
        assert [login(api, password="x").status_code for _ in range(9)] == [401] * 9
        assert login(api).status_code == 200


def test_a_lock_may_end_by_itself(api, world):
    world.choices.update({"session.lockout_after": 2, "session.lockout_minutes": 15})
    assert [login(api, password="x").status_code for _ in range(3)] == [401, 401, 423]
    api.advance(minutes=14)
    assert login(api).status_code == 423
    api.advance(minutes=1)
    assert [login(api, password="x").status_code, login(api).status_code] == [401, 200]


def test_session_info_tells_how_far_mfa_has_come(api):
    info = api.get("/v3/login/session").json
    assert info == {
        "organizationId": api.credentials["organizationId"], "userId": info["userId"], "mfaStatus": "CHALLENGE", "mfaBypass": False,
    }  # fmt: skip
    api.trust()
    assert api.get("/v3/login/session").json["mfaStatus"] == "COMPLETE"


def test_a_developer_key_may_bypass_mfa(api, world):
    key = world.store.get("credential", api.credentials["devKey"])
    key["mfaBypass"] = True
    world.store.update("credential", key)
    assert login(api).json["trusted"] is True
    assert api.get("/v3/login/session").json["mfaBypass"] is True


def test_login_organizations_names_those_the_login_reaches(api):
    answer = api.get("/v3/login/organizations").json
    assert answer["results"] == [
        {"organization": {"id": api.credentials["organizationId"], "name": "Blue Heron Print LLC"}}
    ]


def test_logout_answers_nothing_and_ends_the_session(api):
    answer = api.post("/v3/logout")
    assert answer.status_code == 200 and answer.data == b""
    api.refused(api.get("/v3/vendors"), 401, code="BDC_1109")
