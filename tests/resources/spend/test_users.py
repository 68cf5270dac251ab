"""Users of the S&E company."""

import base64
import re
import uuid

import pytest


def test_a_new_world_has_an_admin_two_members_and_the_token_acts_as_the_admin(spend, admin):
    users = spend.get("/v3/spend/users").json["results"]
    assert [(user["firstName"], user["role"]) for user in users] == [
        ("Ada", "ADMIN"),
        ("Ines", "MEMBER"),
        ("Jonas", "MEMBER"),
    ]
    assert admin == users[0]
    assert admin["email"] == "ada@mockbill.test"


def test_a_user_is_made_with_two_ids_and_unset_fields_left_out(spend):
    body = {"firstName": "Nora", "lastName": "Blum", "email": "nora@example.test", "role": "BOOKKEEPER"}
    answer = spend.post("/v3/spend/users", json=body)
    assert answer.status_code == 200
    user = answer.json
    assert user == {
        **body,
        "id": user["id"],
        "uuid": user["uuid"],
        "retired": False,
        "createdTime": user["createdTime"],
    }
    assert re.fullmatch(r"usr_[0-9a-v]{26}", user["uuid"])
    raw = base64.b32hexdecode(user["uuid"][4:].upper() + "======")
    assert uuid.UUID(bytes=raw).version == 4
    assert re.fullmatch(r"User:\d+", base64.b64decode(user["id"]).decode())
    for key in (user["id"], user["uuid"], user["id"].replace("=", "%3D")):
        assert spend.get(f"/v3/spend/users/{key}").json == user


def test_a_date_of_birth_is_kept_but_never_answered(spend, make_user):
    user = make_user(dateOfBirth="1990-04-01", phoneNumber=4195550111)
    assert user["hasDateOfBirth"] is True
    assert user["phoneNumber"] == "4195550111"
    assert "dateOfBirth" not in spend.get(f"/v3/spend/users/{user['uuid']}").json


def test_all_that_is_wrong_with_a_new_user_is_told_at_once(spend):
    answer = spend.post("/v3/spend/users", json={"firstName": " ", "role": "FINANCE_ADMIN"})
    spend.refused(answer, 400)
    assert [entry["message"].split(":")[0] for entry in answer.json] == ["firstName", "lastName", "email", "role"]


def test_an_email_belongs_to_one_active_user(spend, world, make_user):
    user = make_user()
    again = {"firstName": "N", "lastName": "B", "email": "NORA@example.test", "role": "MEMBER"}
    spend.refused(spend.post("/v3/spend/users", json=again), 409, "email: is already in use")
    ines = spend.get("/v3/spend/users").json["results"][1]
    spend.refused(spend.patch(f"/v3/spend/users/{ines['uuid']}", json={"email": user["email"]}), 409)
    assert spend.patch(f"/v3/spend/users/{user['uuid']}", json={"email": user["email"]}).status_code == 200
    world.choices.update({"spend.duplicate_email_status": 400})
    spend.refused(spend.post("/v3/spend/users", json=again), 400)
    assert spend.delete(f"/v3/spend/users/{user['uuid']}").status_code == 200
    assert spend.post("/v3/spend/users", json=again).status_code == 200


def test_a_patch_changes_what_it_names_and_ignores_the_rest(spend, make_user):
    user = make_user()
    answer = spend.patch(f"/v3/spend/users/{user['id']}", json={"lastName": "Sand", "retired": True, "manager": "x"})
    assert answer.status_code == 200
    assert answer.json == {**user, "lastName": "Sand"}


def test_a_deleted_user_is_listed_only_on_request_and_cannot_be_written(spend, make_user):
    user = make_user()
    answer = spend.delete(f"/v3/spend/users/{user['uuid']}")
    assert (answer.status_code, answer.data) == (200, b"")
    names = [found["firstName"] for found in spend.get("/v3/spend/users").json["results"]]
    assert "Nora" not in names
    gone = spend.get("/v3/spend/users?filters=retired:eq:true").json["results"]
    assert gone == [{**user, "retired": True}]
    assert spend.get(f"/v3/spend/users/{user['id']}").json["retired"] is True
    spend.refused(spend.delete(f"/v3/spend/users/{user['uuid']}"), 404)
    spend.refused(spend.patch(f"/v3/spend/users/{user['uuid']}", json={"lastName": "X"}), 404)


def test_nobody_deletes_themselves_or_takes_away_the_last_admin(spend, admin, make_user):
    spend.refused(spend.delete(f"/v3/spend/users/{admin['uuid']}"), 400)
    spend.refused(spend.patch(f"/v3/spend/users/{admin['uuid']}", json={"role": "MEMBER"}), 400)
    make_user(role="ADMIN")
    spend.refused(spend.delete(f"/v3/spend/users/{admin['uuid']}"), 400)
    assert spend.patch(f"/v3/spend/users/{admin['uuid']}", json={"role": "MEMBER"}).json["role"] == "MEMBER"
    spend.refused(spend.post("/v3/spend/users", json={}), 400)  # what is wrong with the body comes first
    body = {"firstName": "A", "lastName": "B", "email": "c@example.test", "role": "MEMBER"}
    spend.refused(spend.post("/v3/spend/users", json=body), 403)


def test_the_token_of_a_deleted_user_no_longer_signs_in(spend, bearer, admin, make_user):
    other = make_user(first="Ben", role="ADMIN", email="ben@mockbill.test")
    app = bearer("ben@mockbill.test")
    assert app.delete(f"/v3/spend/users/{admin['uuid']}").status_code == 200
    spend.refused(spend.get("/v3/spend/users/current"), 401)
    assert app.get("/v3/spend/users/current").json == other


def test_unknown_users_are_not_found(spend):
    for key in ("usr_00000000000000000000000000", "VXNlcjox", "x"):
        spend.refused(spend.get(f"/v3/spend/users/{key}"), 404)
        spend.refused(spend.delete(f"/v3/spend/users/{key}"), 404)


@pytest.mark.parametrize("token", [None, "wrong"])
def test_without_its_token_nobody_gets_in(spend, token):
    spend.headers = {"apiToken": token} if token else {}
    spend.refused(spend.get("/v3/spend/users/current"), 401)


def test_an_api_token_is_no_bearer_token(spend, api):
    spend.headers = {"Authorization": f"Bearer {api.credentials['apiToken']}"}
    spend.refused(spend.get("/v3/spend/users/current"), 401)


def test_a_bearer_token_acts_as_the_spend_user_of_its_maker(bearer, admin):
    assert bearer().get("/v3/spend/users/current").json == admin


def test_a_bearer_token_has_the_spend_role_of_its_maker(spend, bearer, make_user):
    make_user(first="Ben", email="Ben@mockbill.test", role="AUDITOR")
    app = bearer("ben@mockbill.test")
    assert app.get("/v3/spend/users").status_code == 200
    body = {"firstName": "A", "lastName": "B", "email": "c@example.test", "role": "MEMBER"}
    app.refused(app.post("/v3/spend/users", json=body), 403)
    assert len(spend.get("/v3/spend/users").json["results"]) == 4


def test_a_bearer_token_of_whom_spend_does_not_know_is_refused(bearer):
    app = bearer("cleo@mockbill.test")
    app.refused(app.get("/v3/spend/users/current"), 403)


def test_an_app_for_accounting_data_reads_but_does_not_write(bearer, make_user):
    app = bearer(scope="accounting_data_access")
    assert app.get("/v3/spend/users").status_code == 200
    user = make_user()
    app.refused(app.delete(f"/v3/spend/users/{user['uuid']}"), 403)


def test_sixty_calls_a_minute_for_each_token_whatever_its_kind(api, spend, bearer):
    api.world.choices.update({"rate_limit.spend_per_minute": 3})
    app = bearer()
    for caller in (spend, app):
        for _ in range(3):
            assert caller.get("/v3/spend/users?max=1").status_code == 200
        answer = caller.get("/v3/spend/users?max=1")
        caller.refused(answer, 429, "Max number of allowed requests per minute reached: 3.", code="BDC_1144")
    assert app.get("/v3/vendors").status_code == 200  # another window
    api.advance(minutes=1)
    assert spend.get("/v3/spend/users?max=1").status_code == 200
