"""Partners: they sign in, make organizations, and act in them; each in its own only."""

import pytest

HOME = {
    "name": "Kite & Co",
    "address": {"line1": "1 Quay", "city": "Erie", "zipOrPostalCode": "16501", "country": "US"},
}
USER = {"firstName": "Uma", "email": "uma@kite.test", "username": "UmaKite", "acceptTermsOfService": True}
VENDOR = {"name": "Lake", "address": HOME["address"]}


@pytest.fixture
def partner(api):
    """The world's partner, acting in an organization it just made."""
    signed = api.partner()
    made = signed.post("/v3/partner/organizations", json=HOME)
    assert made.status_code == 201, made.text
    signed.headers["organizationId"] = made.json["id"]
    return signed


@pytest.fixture
def uma(partner):
    return partner.post("/v3/partner/users", json=USER).json


def session_of(partner, user, **more):
    body = {"userId": user["id"], "organizationId": partner.headers["organizationId"]} | more
    return partner.post("/v3/partner/login-as-user", json=body)


def enter(api, partner, user, key=None):
    """A caller with the session that login-as-user gives."""
    caller = type(api)(api.simulation, api.world)
    caller.headers = {
        "sessionId": session_of(partner, user).json["sessionId"],
        "devKey": key or api.credentials["devKey"],
    }
    return caller


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"appKey": "none"}, 400, "BDC_1102"),
        ({"appKey": "mockbill-dev-key"}, 400, "BDC_1102"),
        ({"username": "nobody"}, 401, "BDC_1101"),
        ({"password": "wrong"}, 401, "BDC_1101"),
        ({"password": None}, 400, None),
    ],
)
def test_a_partner_login_is_refused_in_bills_words(api, changes, status, code):
    names = {"appKey": "appKey", "username": "partnerUsername", "password": "partnerPassword"}
    wanted = {name: api.credentials[own] for name, own in names.items()}
    answer = api.http.post("/connect/v3/partner/login", json=wanted)
    assert answer.status_code == 200 and answer.json.keys() == {"sessionId"}
    api.refused(api.http.post("/connect/v3/partner/login", json=wanted | changes), status, code=code)


def test_a_partner_login_can_be_locked(api, world):
    world.choices.update({"session.lockout_after": 1})
    body = {"appKey": api.credentials["appKey"], "username": api.credentials["partnerUsername"], "password": "x"}
    assert [api.http.post("/connect/v3/partner/login", json=body).status_code for _ in range(2)] == [401, 423]


def test_each_session_opens_its_own_doors_only(api, partner):
    mixed = {"sessionId": partner.headers["sessionId"], "devKey": api.credentials["devKey"]}
    api.refused(api.get("/v3/vendors", headers=mixed), 401, code="BDC_1109")
    api.refused(api.get("/v3/partner/organizations"), 401, code="BDC_1109")
    wrong = {**partner.headers, "sessionId": api.headers["sessionId"]}
    api.refused(api.http.get("/connect/v3/partner/organizations", headers=wrong), 401, code="BDC_1109")
    without = {"sessionId": partner.headers["sessionId"]}
    api.refused(api.http.get("/connect/v3/partner/organizations", headers=without), 401, code="BDC_1109")


def test_a_partner_session_slides_and_ends(api, partner):
    api.advance(minutes=34)
    assert partner.get("/v3/partner/organizations").status_code == 200
    api.advance(minutes=34)
    assert partner.post("/v3/logout").status_code == 200
    api.refused(partner.get("/v3/partner/organizations"), 401, code="BDC_1109")


def test_an_organization_is_made_whole_and_listed(api, partner):
    fields = {
        "taxId": "12-3456789", "taxIdType": "EIN", "companyOwner": {"name": "Uma", "dateOfBirth": "1980-02-03"},
        "industry": "Printing", "businessCategory": "LLC", "accountType": "BUSINESS", "phone": "4195550100",
        "processingOptions": {"mailingAddressSameAsPhysical": "true"},
    }  # fmt: skip
    made = partner.post("/v3/partner/organizations", json=HOME | fields).json
    assert made["id"].startswith("008") and made["archived"] is False and made["partnerName"] == "Harbor Books"
    assert made["mailingAddress"] == made["address"] and made["address"]["countryName"] == "United States"
    listed = partner.get("/v3/partner/organizations", query_string={"sort": "createdTime:desc", "max": 1}).json
    assert listed["results"] == [made]
    rest = partner.get("/v3/partner/organizations", query_string={"page": listed["nextPage"]}).json
    assert [row["id"] for row in rest["results"]] == [partner.headers["organizationId"]] and "nextPage" not in rest
    found = partner.get("/v3/partner/organizations", query_string={"filters": f"id:eq:{made['id']}"}).json["results"]
    assert found == [made]


def test_the_partners_name_is_shown_by_choice(partner, world):
    world.choices.update({"organization.shows_partner": False})
    assert "partnerName" not in partner.post("/v3/partner/organizations", json=HOME).json


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": None}, "name: must not be blank"),
        ({"address": None}, "address: must not be null"),
        ({"name": "x" * 101}, "Invalid entity data. name: Maximum length cannot be greater than 100 characters."),
        ({"address": {"line1": "1", "city": "C", "country": "US"}}, "address.zipOrPostalCode: must not be blank"),
    ],
)
def test_what_an_organization_must_have(api, partner, change, message):
    body = {name: value for name, value in (HOME | change).items() if value is not None}
    api.refused(partner.post("/v3/partner/organizations", json=body), 400, message)


def test_a_new_organization_has_roles_and_nobody(partner):
    assert partner.get("/v3/partner/users").json == {"results": []}
    roles = partner.get("/v3/partner/roles").json["results"]
    assert len(roles) == 8 and partner.get(f"/v3/partner/roles/{roles[0]['id']}").json == roles[0]


def test_a_user_is_an_administrator_unless_told_and_its_username_stays_hidden(partner, uma):
    assert uma["role"]["type"] == "ADMINISTRATOR" and "username" not in uma and "lastName" not in uma
    assert partner.get(f"/v3/partner/users/{uma['id']}").json == uma
    role = next(row["id"] for row in partner.get("/v3/partner/roles").json["results"] if row["type"] == "PAYER")
    other = USER | {
        "roleId": role,
        "username": "pay",
        "email": "p@kite.test",
        "externalReferenceId": "E-1",
        "lastName": "L",
    }
    made = partner.post("/v3/partner/users", json=other)
    assert made.status_code == 201 and made.json["role"]["type"] == "PAYER" and made.json["lastName"] == "L"
    found = partner.get("/v3/partner/users", query_string={"filters": f"id:eq:{uma['id']}"}).json["results"]
    assert found == [uma]


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"firstName": None}, 400, "firstName: must not be blank"),
        ({"email": None}, 400, "email: must not be blank"),
        ({"username": None}, 400, "username: must not be blank"),
        ({"acceptTermsOfService": None}, 400, "acceptTermsOfService: must not be null"),
        (
            {"username": "x" * 41},
            400,
            "Invalid entity data. username: Maximum length cannot be greater than 40 characters.",
        ),
        ({"username": "umakite"}, 422, "Invalid field,value: username, umakite."),
        ({"username": "a@b.test"}, 422, "Invalid field,value: username, a@b.test."),
        ({"email": "UMA@kite.test"}, 422, "Invalid field,value: email, UMA@kite.test."),
    ],
)
def test_what_a_partners_user_must_have(api, partner, uma, changes, status, message):
    body = {
        name: value
        for name, value in (USER | {"username": "other", "email": "o@k.test"} | changes).items()
        if value is not None
    }
    api.refused(partner.post("/v3/partner/users", json=body), status, message)


def test_the_rule_of_usernames_is_a_choice(partner, world):
    world.choices.update({"partner.username": "alphanumeric"})
    assert partner.post("/v3/partner/users", json=USER | {"username": "uma!"}).status_code == 422
    world.choices.update({"partner.username": "any"})
    assert partner.post("/v3/partner/users", json=USER | {"username": "a@b.test"}).status_code == 201


def test_a_username_is_taken_in_every_organization(api, partner, uma):
    other = partner.post("/v3/partner/organizations", json=HOME).json["id"]
    api.refused(partner.post("/v3/partner/users", json=USER, headers={"organizationId": other}), 422, code="BDC_1119")


def test_a_partner_may_change_the_email(api, partner, uma):
    path = f"/v3/partner/users/{uma['id']}"
    changed = partner.patch(path, json={"lastName": "Berg", "email": "uma.berg@kite.test"}).json
    assert (changed["lastName"], changed["email"]) == ("Berg", "uma.berg@kite.test")
    assert partner.patch(path, json={"email": "Uma.Berg@kite.test"}).json["email"] == "Uma.Berg@kite.test"
    partner.post("/v3/partner/users", json=USER | {"username": "b", "email": "b@kite.test"})
    api.refused(partner.patch(path, json={"email": "B@kite.test"}), 422, code="BDC_1119")


def test_an_archived_user_is_out_and_a_restored_one_comes_in(api, partner, uma):
    caller = enter(api, partner, uma)
    assert caller.get("/v3/vendors").status_code == 200
    path = f"/v3/partner/users/{uma['id']}"
    archived = partner.post(f"{path}/archive").json
    assert archived["archived"] is True and partner.post(f"{path}/archive").json == archived
    api.refused(caller.get("/v3/vendors"), 401, code="BDC_1109")
    text = f"No active user for: {uma['id']}, {partner.headers['organizationId']}."
    api.refused(session_of(partner, uma), 401, text, code="BDC_1111")
    assert partner.post(f"{path}/restore").json["archived"] is False
    assert session_of(partner, uma).status_code == 200


def test_a_user_of_the_partner_signs_in_by_username_too(api, partner, uma):
    api.post(f"/_mock/users/{uma['id']}/sign-up", json={"password": "secret"})
    wanted = {"username": "umakite", "password": "secret", "organizationId": partner.headers["organizationId"]}
    answer = api.http.post("/connect/v3/login", json=wanted | {"devKey": api.credentials["devKey"]})
    assert answer.status_code == 200 and answer.json["userId"] == uma["id"]


def test_login_as_user_opens_a_real_session(api, partner, uma):
    answer = session_of(partner, uma)
    assert (
        answer.status_code == 200 and answer.json.keys() == {"sessionId", "trusted"} and answer.json["trusted"] is False
    )
    caller = enter(api, partner, uma)
    info = caller.get("/v3/login/session").json
    assert (info["organizationId"], info["userId"], info["mfaStatus"]) == (
        partner.headers["organizationId"],
        uma["id"],
        "SETUP",
    )
    made = caller.post("/v3/vendors", json=VENDOR)
    assert made.status_code == 201
    assert caller.get(f"/v3/organizations/{info['organizationId']}").status_code == 200
    assert [row["id"] for row in caller.get("/v3/vendors").json["results"]] == [made.json["id"]]
    assert api.get("/v3/vendors").json == {"results": []}


def test_a_remembered_device_makes_it_trusted(api, partner, uma):
    caller = enter(api, partner, uma)
    setup = caller.post("/v3/mfa/setup", json={"phone": "4085550123", "type": "TEXT"}).json["setupId"]
    caller.post("/v3/mfa/setup/validate", json={"setupId": setup, "type": "TEXT", "token": "123456"})
    challenge = caller.post("/v3/mfa/challenge", json={}).json["challengeId"]
    told = {"challengeId": challenge, "token": "123456", "rememberMe": True, "device": "desk"}
    remembered = caller.post("/v3/mfa/challenge/validate", json=told).json["rememberMeId"]
    assert caller.get("/v3/login/session").json["mfaStatus"] == "COMPLETE"
    assert session_of(partner, uma, rememberMeId=remembered, device="desk").json["trusted"] is True
    assert session_of(partner, uma, rememberMeId=remembered, device="lamp").json["trusted"] is False


def test_its_session_belongs_to_the_first_key_that_may_use_it(api, partner, uma):
    own = api.post(f"/_mock/organizations/{partner.headers['organizationId']}/keys").json["devKey"]
    caller = enter(api, partner, uma, key=own)
    foreign = api.post("/_mock/organizations", json={}).json["devKey"]
    for key in (foreign, "none", api.credentials["clientId"], api.credentials["appKey"]):
        api.refused(caller.get("/v3/vendors", headers={"devKey": key}), 401, code="BDC_1109")
    without = {"sessionId": caller.headers["sessionId"]}
    api.refused(api.http.get("/connect/v3/vendors", headers=without), 401, code="BDC_1109")
    assert caller.get("/v3/vendors").status_code == 200
    api.refused(caller.get("/v3/vendors", headers={"devKey": api.credentials["devKey"]}), 401, code="BDC_1109")


def test_an_organization_without_mfa_or_locked_is_so_for_partners_too(api, partner, uma):
    path = f"/_mock/organizations/{partner.headers['organizationId']}"
    api.patch(path, json={"mfa": "DISABLED"})
    assert session_of(partner, uma).json["trusted"] is True
    api.patch(path, json={"locked": True})
    api.refused(session_of(partner, uma), 423, "Organization is locked out.", code="BDC_1107")


@pytest.mark.parametrize(
    ("organization", "status", "code"),
    [("", 400, "BDC_1108"), ("00801AAAAAAAAAA00000", 400, "BDC_1123"), ("{organizationId}", 403, "BDC_1106")],
)
def test_the_header_names_an_organization_of_the_partner(api, partner, uma, organization, status, code):
    partner.headers["organizationId"] = organization.format(**api.credentials)
    for method, path, body in (
        ("GET", "users", None), ("POST", "users", USER | {"username": "x", "email": "x@k.test"}), ("GET", "roles", None),
        ("GET", f"users/{uma['id']}", None), ("PATCH", f"users/{uma['id']}", {"lastName": "X"}),
        ("POST", f"users/{uma['id']}/archive", None), ("POST", f"users/{uma['id']}/restore", None),
        ("GET", f"roles/{uma['role']['id']}", None),
        ("POST", f"risk-verifications/{uma['id']}/phone", {"phoneNumber": "1", "phoneType": "MOBILE"}),
    ):  # fmt: skip
        api.refused(partner.call(method, f"/v3/partner/{path}", json=body), status, code=code)
    if status != 400 or organization:
        api.refused(session_of(partner, uma), status, code=code)


def test_users_of_nowhere_are_not_found(api, partner):
    api.refused(partner.get("/v3/partner/users/00601AAAAAAAAAA00000"), 404, code="BDC_1205")
    api.refused(partner.get("/v3/partner/roles/0po01AAAAAAAAAA00000"), 404, code="BDC_1205")
    api.refused(session_of(partner, {"id": "00601AAAAAAAAAA00000"}), 401, code="BDC_1111")


def test_the_partner_changes_the_price_plan_of_its_own(api, partner, uma):
    id = partner.headers["organizationId"]
    path = "/v3/partner/organizations/{}/price-plan"
    caller = enter(api, partner, uma)
    before = caller.get(f"/v3/organizations/{id}/price-plan").json
    assert partner.patch(path.format(id), json={"pricePlanType": "PricePlan5"}).json == {"status": "SUCCESS"}
    after = caller.get(f"/v3/organizations/{id}/price-plan").json
    assert after["name"] != before["name"]
    api.refused(partner.patch(path.format(id), json={"pricePlanType": "PricePlan6"}), 400, code=None)
    body = {"pricePlanType": "PricePlan1"}
    api.refused(partner.patch(path.format(api.credentials["organizationId"]), json=body), 403, code="BDC_1106")
    api.refused(partner.patch(path.format("00801AAAAAAAAAA00000"), json=body), 404, code="BDC_1205")
    assert caller.get(f"/v3/organizations/{id}/price-plan").json == after


def test_the_partner_gives_the_phone_for_the_risk_check(api, partner, uma):
    caller = enter(api, partner, uma)
    api.refused(caller.post("/v3/risk-verifications"), 422)
    phone = {"phoneNumber": "4155550142", "phoneType": "MOBILE"}
    answer = partner.post(f"/v3/partner/risk-verifications/{uma['id']}/phone", json=phone)
    assert (answer.status_code, answer.data) == (200, b"")
    assert caller.get("/v3/risk-verifications/phone").json == {"hasPhone": True}
    assert caller.post("/v3/risk-verifications").json["decision"] == "IN_PROGRESS"
    nobody = "/v3/partner/risk-verifications/00601AAAAAAAAAA00000/phone"
    api.refused(partner.post(nobody, json=phone), 404, code="BDC_1205")
