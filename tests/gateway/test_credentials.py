"""Who is let in, as whom, and what each may do."""

import pytest

from mockbill.world.clock import MINUTE

VENDOR = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


def test_without_credentials_the_session_is_invalid(api):
    api.headers = {}
    api.refused(api.get("/v3/vendors"), 401, "Session is invalid.  Please log in.", code="BDC_1109")


def test_a_session_is_bound_to_its_developer_key(api):
    api.refused(api.get("/v3/vendors", headers={"devKey": "another"}), 401, code="BDC_1109")


def test_a_session_slides_35_minutes_with_each_call(api):
    for _ in range(3):
        api.advance(minutes=34)
        assert api.get("/v3/vendors").status_code == 200
    api.advance(minutes=35)
    api.refused(api.get("/v3/vendors"), 401, code="BDC_1109")


def test_a_refused_call_also_keeps_the_session_alive(api):
    api.advance(minutes=34)
    assert api.get("/v3/vendors/nope").status_code == 404
    api.advance(minutes=34)
    assert api.get("/v3/vendors").status_code == 200


def test_two_sessions_of_a_user_live_side_by_side(api):
    first = dict(api.headers)
    api.login()
    assert api.get("/v3/vendors", headers=first).status_code == 200


@pytest.mark.parametrize(
    ("person", "reads", "writes"),
    [
        ("ben", 200, 201),
        ("eli", 200, 201),
        ("fay", 200, 403),
        ("cleo", 200, 403),
        ("dana", 200, 403),
        ("hana", 200, 403),
    ],
)
def test_roles_bind(api, person, reads, writes):
    caller = api.as_user(f"{person}@mockbill.test")
    assert caller.get("/v3/vendors").status_code == reads
    answer = caller.post("/v3/vendors", json=VENDOR)
    assert answer.status_code == writes
    if writes == 403:
        api.refused(answer, 403, code="BDC_1145")


def token(api, **form):
    wanted = {
        "grant_type": "client_credentials",
        "client_id": api.credentials["clientId"],
        "client_secret": api.credentials["clientSecret"],
    }
    return api.http.post("/authx/token", data=wanted | form)


def test_a_bearer_token_needs_no_other_header(api):
    answer = token(api)
    assert answer.json.keys() == {"access_token", "token_type", "expires_in", "scope"}
    api.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert api.get("/v3/vendors").status_code == 200
    assert api.get("/v3/login/session").json["mfaStatus"] == "COMPLETE"


def test_a_bearer_token_ends_on_the_worlds_clock_however_often_it_is_used(api, world):
    answer = token(api)
    api.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    for _ in range(3):
        api.advance(minutes=19)
        assert api.get("/v3/vendors").status_code == 200
    api.advance(minutes=4)
    api.refused(api.get("/v3/vendors"), 401, code="BDC_1109")
    assert answer.json["expires_in"] * 1000 == 60 * MINUTE


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
    ],
)
def test_the_token_endpoint_refuses_in_the_form_of_rfc_6749(api, form, status, error):
    answer = token(api, **form)
    assert (answer.status_code, answer.json["error"]) == (status, error)


def test_the_token_endpoint_takes_form_fields_only(api):
    body = {
        "grant_type": "client_credentials",
        "client_id": api.credentials["clientId"],
        "client_secret": api.credentials["clientSecret"],
    }
    assert api.http.post("/authx/token", json=body).status_code == 400


def accounting(api):
    made = api.post("/_mock/apps", json={"scope": "accounting_data_access", "expiresIn": 60}).json
    answer = token(api, client_id=made["clientId"], client_secret=made["clientSecret"])
    assert answer.json["expires_in"] == 60 and answer.json["scope"] == "accounting_data_access"
    api.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    return api


def test_an_accounting_app_keeps_books_but_moves_no_money(api):
    accounting(api)
    vendor = api.post("/v3/vendors", json=VENDOR)
    assert vendor.status_code == 201
    account = api.post(f"/v3/vendors/{vendor.json['id']}/bank-account", json={"accountNumber": "1"})
    api.refused(account, 403)
    api.refused(api.post("/v3/mfa/challenge", json={}), 403)


@pytest.mark.parametrize("path", ["/connect-events/v3/subscriptions", "/connect/v3/partner/organizations"])
def test_oauth_is_not_for_webhooks_and_partners(api, path):
    bearer = {"Authorization": f"Bearer {token(api).json['access_token']}"}
    assert api.http.get(path, headers=bearer).status_code in (401, 501)
