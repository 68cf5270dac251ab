"""Users of an organization: invited, changed, archived; what their sessions may do meanwhile."""

import pytest

ZOE = {"firstName": "Zoe", "lastName": "Adler", "email": "Zoe@mockbill.test", "acceptTermsOfService": True}


@pytest.fixture
def role(api):
    """The organization's roles, id by type."""
    return {row["type"]: row["id"] for row in api.get("/v3/roles").json["results"]}


@pytest.fixture
def person(api):
    """The users of the empty world, by first name."""
    return {row["firstName"]: row for row in api.get("/v3/users", query_string={"max": 100}).json["results"]}


def invite(api, role, type="CLERK", **changes):
    body = ZOE | {"roleId": role[type]} | changes
    return api.post("/v3/users", json={name: value for name, value in body.items() if value is not None})


def test_the_roles_are_the_six_defaults_and_two_more(api, role):
    assert set(role) == {
        "ADMINISTRATOR", "ACCOUNTANT", "APPROVER", "PAYER", "CLERK", "AUDITOR", "PURCHASE_REQUESTER", "MEMBER",
    }  # fmt: skip
    one = api.get(f"/v3/roles/{role['PAYER']}").json
    assert one.keys() == {"id", "type", "description", "createdTime", "updatedTime"} and one["id"].startswith("0po")
    found = api.get("/v3/roles", query_string={"filters": f"id:eq:{role['PAYER']}", "sort": "createdTime"}).json
    assert found == {"results": [one]}
    api.refused(api.get("/v3/roles/0po01AAAAAAAAAA00000"), 404, code="BDC_1205")


def test_a_user_is_made_with_a_role_and_shown(api, role):
    answer = invite(api, role)
    made = answer.json
    assert answer.status_code == 201 and made["id"].startswith("006") and made["archived"] is False
    assert made["role"] == {"id": role["CLERK"], "type": "CLERK", "description": "Clerk"}
    assert "acceptTermsOfService" not in made and "roleId" not in made
    assert api.get(f"/v3/users/{made['id']}").json == made
    found = api.get("/v3/users", query_string={"filters": f"id:eq:{made['id']},archived:eq:false"}).json["results"]
    assert found == [made]


def test_an_invited_user_signs_in_after_signing_up(api, role):
    made = invite(api, role).json
    mails = api.get("/_mock/emails", query_string={"about": made["id"]}).json["emails"]
    assert [(mail["kind"], mail["to"]) for mail in mails] == [("user.sign-up", ["Zoe@mockbill.test"])]
    wanted = {**{n: api.credentials[n] for n in ("organizationId", "devKey")}, "username": "zoe@mockbill.test"}
    login = {**wanted, "password": "secret"}
    api.refused(api.http.post("/connect/v3/login", json=login), 401, code="BDC_1101")
    signed = api.post(f"/_mock/users/{made['id']}/sign-up", json={"password": "secret"}).json
    assert signed["password"] == "secret"
    answer = api.http.post("/connect/v3/login", json=login).json
    assert answer["userId"] == made["id"] and answer["trusted"] is False
    own = {"sessionId": answer["sessionId"], "devKey": wanted["devKey"]}
    assert api.get("/v3/login/session", headers=own).json["mfaStatus"] == "SETUP"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"firstName": None}, "firstName: must not be blank"),
        ({"lastName": " "}, "lastName: must not be blank"),
        ({"email": None}, "email: must not be blank"),
        ({"roleId": None}, "roleId: must not be blank"),
        ({"acceptTermsOfService": None}, "acceptTermsOfService: must not be null"),
        ({"acceptTermsOfService": False}, "acceptTermsOfService: must be true"),
    ],
)
def test_what_a_user_must_have(api, role, changes, message):
    api.refused(invite(api, role, **changes), 400, message, code=None)


def test_names_have_at_most_100_characters(api, role):
    text = "Invalid entity data. firstName: Maximum length cannot be greater than 100 characters."
    api.refused(invite(api, role, firstName="x" * 101), 400, text, code="BDC_1143")
    assert invite(api, role, firstName="x" * 100).status_code == 201


def test_the_default_role_and_the_terms_are_choices(api, role, world):
    world.choices.update({"user.role_required": False, "user.terms": "any"})
    made = invite(api, role, roleId=None, acceptTermsOfService=False).json
    assert made["role"]["type"] == "ADMINISTRATOR"


def test_an_email_stands_for_one_user(api, role):
    assert invite(api, role).status_code == 201
    answer = invite(api, role, email="zoe@MOCKBILL.test")
    api.refused(answer, 422, "Invalid field,value: email, zoe@MOCKBILL.test.", code="BDC_1119")


def test_a_role_of_nowhere_is_refused(api, role):
    api.refused(invite(api, role, roleId="0po01AAAAAAAAAA00000"), 422, code="BDC_1205")


def test_a_change_keeps_the_email_and_moves_the_time(api, role):
    made = invite(api, role).json
    changed = api.patch(f"/v3/users/{made['id']}", json={"lastName": "Berg", "email": "other@x.test"}).json
    assert changed == made | {"lastName": "Berg", "updatedTime": changed["updatedTime"]}
    assert changed["updatedTime"] > made["updatedTime"]
    api.refused(api.patch("/v3/users/00601AAAAAAAAAA00000", json={}), 404, code="BDC_1205")


def test_a_new_role_binds_the_open_sessions(api, person, role):
    eli = api.as_user("eli@mockbill.test")
    assert eli.post("/v3/classifications/chart-of-accounts", json={"name": "Ink"}).status_code == 201
    api.patch(f"/v3/users/{person['Eli']['id']}", json={"roleId": role["AUDITOR"]})
    api.refused(eli.post("/v3/classifications/chart-of-accounts", json={"name": "Glue"}), 403, code="BDC_1145")
    assert eli.get("/v3/vendors").status_code == 200


def test_an_archived_user_is_out_at_once_and_a_restored_one_signs_in_again(api, person):
    eli, second = api.as_user("eli@mockbill.test"), api.as_user("eli@mockbill.test")
    id = person["Eli"]["id"]
    archived = api.post(f"/v3/users/{id}/archive").json
    assert archived["archived"] is True and archived["updatedTime"] > person["Eli"]["updatedTime"]
    assert api.post(f"/v3/users/{id}/archive").json == archived
    for session in (eli, second):
        api.refused(session.get("/v3/vendors"), 401, code="BDC_1109")
    wanted = {n: api.credentials[n] for n in ("password", "organizationId", "devKey")} | {
        "username": "eli@mockbill.test"
    }
    api.refused(api.http.post("/connect/v3/login", json=wanted), 401, code="BDC_1111")
    assert api.post(f"/v3/users/{id}/restore").json["archived"] is False
    api.refused(eli.get("/v3/vendors"), 401, code="BDC_1109")
    assert api.as_user("eli@mockbill.test").get("/v3/vendors").status_code == 200


def test_an_archived_users_session_may_live_on_by_choice(api, person, world):
    world.choices.update({"user.archive_ends_sessions": False})
    eli = api.as_user("eli@mockbill.test")
    api.post(f"/v3/users/{person['Eli']['id']}/archive")
    assert eli.get("/v3/vendors").status_code == 200


def test_the_tokens_of_an_archived_users_app_are_over(api, person):
    ben = person["Ben"]
    made = api.post("/_mock/apps", json={"userEmail": ben["email"]}).json
    form = {"grant_type": "client_credentials", "client_id": made["clientId"], "client_secret": made["clientSecret"]}
    token = api.http.post("/authx/token", data=form).json["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert api.http.get("/connect/v3/vendors", headers=bearer).status_code == 200
    api.post(f"/v3/users/{ben['id']}/archive")
    api.refused(api.http.get("/connect/v3/vendors", headers=bearer), 401, code="BDC_1109")
    assert api.http.post("/authx/token", data=form).status_code == 401


def test_nobody_takes_their_own_rights(api, person, role, world):
    id = person["Ada"]["id"]
    message = "Invalid entity data. userId: You cannot change your own access."
    api.refused(api.post(f"/v3/users/{id}/archive"), 422, message)
    api.refused(api.patch(f"/v3/users/{id}", json={"roleId": role["CLERK"]}), 422, message)
    same = {"firstName": "Adah", "roleId": role["ADMINISTRATOR"]}
    assert api.patch(f"/v3/users/{id}", json=same).json["firstName"] == "Adah"
    world.choices.update({"user.changes_self": "allow"})
    assert api.post(f"/v3/users/{id}/archive").status_code == 200
    api.refused(api.get("/v3/users"), 401, code="BDC_1109")


@pytest.mark.parametrize("who", ["ben", "cleo", "dana", "eli", "fay", "gus", "hana"])
def test_only_administrators_manage_users_and_all_may_read_them(api, who, person, role):
    caller = api.as_user(f"{who}@mockbill.test")
    id = person["Hana"]["id"]
    assert caller.get("/v3/users").status_code == caller.get(f"/v3/users/{id}").status_code == 200
    for answer in (
        invite(caller, role),
        caller.patch(f"/v3/users/{id}", json={"lastName": "X"}),
        caller.post(f"/v3/users/{id}/archive"),
        caller.post(f"/v3/users/{id}/restore"),
    ):
        api.refused(answer, 403, code="BDC_1145")


def test_eight_people_work_at_once(api, person):
    callers = {name: api.as_user(row["email"]) for name, row in person.items()}
    for name, caller in callers.items():
        assert caller.get("/v3/login/session").json["userId"] == person[name]["id"]
