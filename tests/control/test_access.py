"""What BILL's staff and its sign-up link do: users, organizations and developer keys switched on and off."""

import pytest


def login(api):
    wanted = {name: api.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
    return api.http.post("/connect/v3/login", json=wanted)


@pytest.mark.parametrize(
    ("route", "body", "status", "code", "message"),
    [
        ("organizations/{organizationId}", {"locked": True}, 423, "BDC_1107", "Organization is locked out."),
        ("organizations/{organizationId}", {"apiAccess": False}, 403, "BDC_1105", "Organization does not have API access."),
        ("keys/{devKey}", {"active": False}, 400, "BDC_1103", "Developer key is inactive."),
        ("keys/{devKey}", {"termsAccepted": False}, 400, "BDC_1104", "Developer terms are not accepted."),
    ],
)  # fmt: skip
def test_a_login_meets_what_was_switched_until_it_is_switched_back(api, route, body, status, code, message):
    path = f"/_mock/{route.format(**api.credentials)}"
    answer = api.patch(path, json=body)
    assert body.items() <= answer.json.items()
    api.refused(login(api), status, message, code=code)
    assert api.patch(path, json={name: not value for name, value in body.items()}).status_code == 200
    assert login(api).status_code == 200


def test_an_organization_may_do_without_mfa(api):
    path = f"/_mock/organizations/{api.credentials['organizationId']}"
    for mfa, shown, trusted in (("DISABLED", "DISABLED", True), ("REQUIRED", "COMPLETE", False)):
        assert api.patch(path, json={"mfa": mfa}).json["mfa"] == mfa
        assert login(api).json["trusted"] is trusted
        api.login()
        assert api.get("/v3/login/session").json["mfaStatus"] == (shown if trusted else "CHALLENGE")


def test_a_developer_key_may_pass_over_mfa(api):
    assert api.patch(f"/_mock/keys/{api.credentials['devKey']}", json={"mfaBypass": True}).json["mfaBypass"] is True
    assert login(api).json["trusted"] is True


def test_a_locked_login_is_unlocked(api, world):
    world.choices.update({"session.lockout_after": 1})
    wrong = {name: api.credentials[name] for name in ("username", "organizationId", "devKey")} | {"password": "x"}
    assert [api.http.post("/connect/v3/login", json=wrong).status_code for _ in range(2)] == [401, 423]
    api.refused(login(api), 423, "Login is locked.", code="BDC_1110")
    id = api.get("/v3/login/session").json["userId"]
    assert api.post(f"/_mock/users/{id}/unlock").status_code == 204
    assert login(api).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/users/nobody/sign-up", {}, 404),
        ("POST", "/users/nobody/unlock", None, 404),
        ("PATCH", "/organizations/nowhere", {"locked": True}, 404),
        ("PATCH", "/organizations/{organizationId}", {"closed": True}, 400),
        ("PATCH", "/organizations/{organizationId}", {"mfa": "OFF"}, 400),
        ("PATCH", "/keys/none", {"active": True}, 404),
        ("PATCH", "/keys/{apiToken}", {"active": True}, 400),
    ],
)
def test_what_makes_no_sense_is_told(api, world, method, path, body, status):
    before = world.fingerprint()
    answer = api.call(method, f"/_mock{path.format(**api.credentials)}", json=body)
    assert answer.status_code == status, answer.text
    assert world.fingerprint() == before
