"""What people and BILL's staff make in the web app: organizations, partners, keys, sync tokens, Consoles."""

import pytest
from werkzeug.test import Client


def login(api, **body):
    answer = api.http.post("/connect/v3/login", json={"devKey": api.credentials["devKey"], **body})
    caller = type(api)(api.simulation, api.world)
    caller.headers = {"sessionId": (answer.json[0] if answer.status_code > 200 else answer.json).get("sessionId", ""),
                      "devKey": body.get("devKey", api.credentials["devKey"])}  # fmt: skip
    return answer, caller


def test_a_second_organization_is_whole_and_has_its_own_key(api):
    keys = api.post(
        "/_mock/organizations", json={"name": "Bakery", "username": "b@mockbill.test", "password": "p"}
    ).json
    answer, caller = login(api, **keys)
    assert answer.status_code == 200
    assert caller.get(f"/v3/organizations/{keys['organizationId']}").json["name"] == "Bakery"
    assert [row["status"] for row in caller.get("/v3/funding-accounts/banks").json["results"]] == ["VERIFIED"]
    api.refused(login(api, **keys | {"devKey": api.credentials["devKey"]})[0], 400, code="BDC_1123")
    listed = api.get("/_mock/organizations").json["organizations"]
    assert [(row["name"], row["devKeys"], row["apiTokens"]) for row in listed] == [
        ("Blue Heron Print LLC", [api.credentials["devKey"]], [api.credentials["apiToken"]]),
        ("Bakery", [keys["devKey"]], [keys["apiToken"]]),
    ]


def test_who_made_an_organization_and_with_which_keys(api):
    second = api.post("/_mock/partners", json={"name": "Second"}).json
    home = {"name": "Kite", "address": VENDOR["address"]}
    made = api.partner(keys=second).post("/v3/partner/organizations", json=home).json["id"]
    listed = api.get("/_mock/organizations").json
    assert listed["organizations"][1] == {
        "id": made, "name": "Kite", "devKeys": [], "apiTokens": [], "partnerId": second["id"],
    }  # fmt: skip
    assert listed["partners"][1] == {
        "id": second["id"], "name": "Second", "username": second["username"], "appKeys": [second["appKey"]],
        "devKeys": [second["devKey"]],
    }  # fmt: skip


def test_an_app_may_be_of_another_organization(api):
    keys = api.post("/_mock/organizations").json
    app = api.post("/_mock/apps", json={"organizationId": keys["organizationId"]}).json
    form = {"grant_type": "client_credentials", "client_id": app["clientId"], "client_secret": app["clientSecret"]}
    bearer = {"Authorization": f"Bearer {api.http.post('/authx/token', data=form).json['access_token']}"}
    info = api.http.get("/connect/v3/login/session", headers=bearer).json
    assert info["organizationId"] == keys["organizationId"]
    assert api.http.get("/connect/v3/spend/users/current", headers=bearer).json["email"] == keys["username"]
    assert api.post("/_mock/apps", json={"userEmail": keys["username"]}).status_code == 400


def test_the_keys_that_are_made_lead_to_the_world(api, world):
    """Without the request being pinned to it."""
    keys = api.post("/_mock/organizations").json
    anywhere = Client(api.simulation.app())
    assert anywhere.post("/connect/v3/login", json=keys).status_code == 200
    partner = api.post("/_mock/partners").json
    body = {name: partner[name] for name in ("appKey", "username", "password")}
    assert anywhere.post("/connect/v3/partner/login", json=body).status_code == 200


def test_a_login_with_one_email_reaches_every_organization_it_is_in(api):
    keys = api.post("/_mock/organizations", json={"username": api.credentials["username"]}).json
    reached = api.get("/v3/login/organizations").json["results"]
    assert [row["organization"]["id"] for row in reached] == [api.credentials["organizationId"], keys["organizationId"]]


def test_organizations_of_a_login_come_a_hundred_a_page(api):
    for _ in range(100):
        api.post("/_mock/organizations", json={"username": api.credentials["username"]})
    first = api.get("/v3/login/organizations").json
    assert len(first["results"]) == 100 and "prevPage" not in first
    second = api.get("/v3/login/organizations", query_string={"page": first["nextPage"]}).json
    assert len(second["results"]) == 1 and "nextPage" not in second
    back = api.get("/v3/login/organizations", query_string={"page": second["prevPage"]}).json
    assert back == first
    api.refused(api.get("/v3/login/organizations", query_string={"page": "x"}), 400, "page: invalid")


VENDOR = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


@pytest.fixture
def synced(api):
    """A caller that signed in with a sync token."""
    keys = api.post("/_mock/sync-tokens", json={"name": "Books Sync"}).json
    answer, caller = login(api, **keys)
    assert answer.status_code == 200 and answer.json["trusted"] is False and answer.json["userId"].startswith("syu")
    return caller


def test_a_sync_token_reads_and_pushes_and_moves_no_money(api, synced):
    made = synced.post("/v3/vendors", json=VENDOR)
    assert made.status_code == 201 and synced.get("/v3/vendors").status_code == 200
    trail = synced.get(f"/v3/reports/audit-trail/vendor/{made.json['id']}").json
    assert trail[0]["user"]["name"] == "Sync Books Sync"
    for method, path, body in (
        ("POST", "/v3/mfa/challenge", {}), ("GET", "/v3/mfa/phones", None), ("POST", "/v3/payments", {}),
        ("POST", "/v3/payments/stp01AAAAAAAAAA00000/cancel", None), ("POST", "/v3/funding-accounts/banks", {}),
        ("POST", "/v3/bill-approvals/actions", []), ("POST", "/v3/users", {}),
    ):  # fmt: skip
        api.refused(synced.call(method, path, json=body), 403, "Untrusted session.", code="BDC_1361")


def test_a_sync_token_may_manage_policies_but_no_bill_waits_for_it(synced, api):
    user = api.get("/v3/login/session").json["userId"]
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["100"]}]
    policy = {"policyName": "All", "rules": rules, "approvers": [user]}
    assert synced.post("/v3/bill-approvals/policies", json=policy).status_code == 201
    assert synced.get("/v3/bill-approvals/policies").status_code == 200
    api.refused(synced.get("/v3/bill-approvals/pending-user-approvals"), 422, code="BDC_1302")


def test_a_sync_session_lasts_48_idle_hours_and_its_user_is_nobody(api, synced):
    api.advance(hours=47)
    assert synced.get("/v3/vendors").status_code == 200
    api.login()
    assert len(api.get("/v3/users", query_string={"max": 100}).json["results"]) == 8
    api.advance(hours=48)
    api.refused(synced.get("/v3/vendors"), 401, code="BDC_1109")


def test_a_wrong_sync_token_is_a_wrong_password(api):
    keys = api.post("/_mock/sync-tokens").json
    api.refused(login(api, **keys | {"password": "x"})[0], 401, code="BDC_1101")


def test_a_console_user_works_in_client_organizations(api):
    second = api.post("/_mock/organizations").json
    home = api.credentials["organizationId"]
    made = api.post("/_mock/consoles", json={"organizationIds": [home, second["organizationId"]]}).json
    entry = {"username": made["username"], "consoleApiToken": made["consoleApiToken"], "organizationId": home}
    answer, caller = login(api, **entry)
    assert answer.status_code == 200, answer.text
    reached = caller.get("/v3/login/organizations").json["results"]
    assert [row["consoleOrganization"] for row in reached] == [made["consoleOrganization"]] * 2
    assert caller.post("/v3/vendors", json=VENDOR).status_code == 201
    api.refused(login(api, **entry | {"consoleApiToken": "x"})[0], 401, code="BDC_1101")
    api.refused(
        login(api, **{**entry, "consoleApiToken": "", "password": made["consoleApiToken"]})[0], 401, code="BDC_1101"
    )
    other = entry | {"organizationId": second["organizationId"], "devKey": second["devKey"]}
    assert login(api, **other)[0].status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/organizations", {"nme": "x"}, 400),
        ("/organizations/nowhere/keys", None, 404),
        ("/sync-tokens", {"organizationId": "nowhere"}, 404),
        ("/consoles", {"organizationIds": ["nowhere"]}, 404),
        ("/consoles", {"username": "ada@mockbill.test"}, 409),
    ],
)
def test_what_makes_no_sense_is_told(api, world, path, body, status):
    before = world.fingerprint()
    answer = api.post(f"/_mock{path}", json=body)
    assert answer.status_code == status, answer.text
    assert world.fingerprint() == before


def test_a_sync_tokens_name_is_taken_once(api):
    assert api.post("/_mock/sync-tokens", json={"name": "S"}).status_code == 201
    assert api.post("/_mock/sync-tokens", json={"name": "s"}).status_code == 409
